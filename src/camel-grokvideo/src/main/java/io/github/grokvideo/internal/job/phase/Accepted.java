package io.github.grokvideo.internal.job.phase;

import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/** The gateway has named the job: its id is reported and recorded before anything else is done with it. */
final class Accepted implements Phase {

    private final JobLife life;
    private final Acceptance acceptance;
    private volatile VideoJob lastReported;

    Accepted(JobLife life, Acceptance acceptance) {
        this.life = life;
        this.acceptance = acceptance;
    }

    @Override
    public State state() {
        return State.ACCEPTED;
    }

    @Override
    public String jobId() {
        return acceptance.job().id();
    }

    @Override
    public String idempotencyKey() {
        return acceptance.known().key();
    }

    @Override
    public VideoJob lastReported() {
        return lastReported;
    }

    @Override
    public GrokVideoException stopped(String reason) {
        return JobErrors.waitStopped(reason, jobId());
    }

    @Override
    public void entered() {
        CompletableFuture<Void> reported = new CompletableFuture<>();
        try {
            life.listener().accepted(0, acceptance.job());
            reported.complete(null);
        } catch (RuntimeException | Error e) {
            // whatever the listener makes of it, the id is recorded first
            reported.completeExceptionally(e);
        }
        life.call(() -> record().thenCompose(nothing -> reported), (nothing, thrown) -> {
            if (thrown != null) {
                life.unexpected(thrown);
            } else {
                proceed();
            }
        });
    }

    private CompletableFuture<Void> record() {
        SubmissionEntry entry = acceptance.entry();
        return entry == null
                ? CompletableFuture.completedFuture(null)
                : entry.accepted(life.context().store(), acceptance.job(), life.listener()::warned);
    }

    private void proceed() {
        if (!life.isIn(this)) {
            return;
        }
        VideoJob job = acceptance.job();
        life.observation().changed(job, null);
        life.listener().changed(job, null);
        lastReported = job.withoutJson();
        // a repeated submission is answered without the videos of a job that is completed: those are polled for
        boolean withoutVideos = job.status() == JobStatus.COMPLETED && job.videos().isEmpty();
        String stop = acceptance.stop().get();
        if (acceptance.goal() == Goal.ACCEPTED) {
            life.completed(this, Transition.SUBMITTED, job);
        } else if (job.isFinal() && !withoutVideos) {
            acceptance.policy().finished(job);
            life.finishedAtOnce(this, acceptance);
        } else if (stop != null) {
            life.failed(this, Transition.STOPPED, stopped(stop));
        } else {
            life.waits(this, acceptance);
        }
    }
}
