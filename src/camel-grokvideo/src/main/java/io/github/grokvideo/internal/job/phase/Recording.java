package io.github.grokvideo.internal.job.phase;

import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobOperation;

/** The job is final: that is recorded before it is reported. */
final class Recording implements Phase {

    private final JobLife life;
    private final KnownJob known;
    private final VideoJob job;
    private final int polls;

    /** @param polls that it took */
    Recording(JobLife life, KnownJob known, VideoJob job, int polls) {
        this.life = life;
        this.known = known;
        this.job = job;
        this.polls = polls;
    }

    @Override
    public State state() {
        return State.RECORDING;
    }

    @Override
    public String jobId() {
        return known.id();
    }

    @Override
    public String idempotencyKey() {
        return known.key();
    }

    @Override
    public int polls() {
        return polls;
    }

    @Override
    public VideoJob lastReported() {
        return job.withoutJson();
    }

    @Override
    public GrokVideoException stopped(String reason) {
        return JobErrors.waitStopped(reason, jobId());
    }

    @Override
    public void entered() {
        CompletableFuture<VideoJob> end = job.lacksOutput() && known.externalOutput()
                ? CompletableFuture.completedFuture(job.withExternalOutput())
                : life.context().acceptedJobs().withOutput(life.gateway(), job);
        life.call(() -> end.thenCompose(this::record), (recorded, thrown) -> {
            if (thrown != null) {
                life.unexpected(thrown);
            } else if (recorded.status() == JobStatus.COMPLETED) {
                life.completed(this, Transition.RECORDED, recorded);
            } else {
                life.failed(this, Transition.RECORDED, GatewayErrors.ended(recorded));
            }
        });
    }

    private CompletableFuture<VideoJob> record(VideoJob end) {
        JobOperation<Void> finished = new JobOperation.Finished(life.key(known.key()), end);
        return life.context().store().update(finished, "the end of job " + end.id(), life.listener()::warned)
                .thenApply(nothing -> end);
    }
}
