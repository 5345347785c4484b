package io.github.grokvideo.internal.job;

import java.util.function.BiConsumer;

import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.VideoJob;

/**
 * A request that is given the finished job of an earlier one. If the gateway has lost that job or its video, the
 * request is submitted after all.
 */
final class ReusedJob implements JobListener {

    private final JobListener listener;
    private final BiConsumer<ReusedJob, Lost> anew;
    private String provider;
    private VideoJob reused;

    /** A job that cannot be delivered any more, and the provider that had it. */
    record Lost(String provider, VideoJob job) {
    }

    /** @param anew submits the request, with the listener that it is given, once it is recorded that the job is lost */
    ReusedJob(JobListener listener, BiConsumer<ReusedJob, Lost> anew) {
        this.listener = listener;
        this.anew = anew;
    }

    @Override
    public synchronized void at(int part, String name) {
        provider = name;
        listener.at(part, name);
    }

    @Override
    public synchronized void reused(int part, VideoJob known) {
        reused = known;
        listener.reused(part, known);
    }

    @Override
    public void failed(GrokVideoException failure, VideoJob last) {
        Lost lost = lost(failure);
        if (lost == null) {
            listener.failed(failure, last);
            return;
        }
        listener.reused(0, null);
        anew.accept(this, lost);
    }

    // a job that was still running when it was found fails for all that wait for it
    private synchronized Lost lost(GrokVideoException failure) {
        Lost lost = reused != null && reused.isFinal() && (failure instanceof JobFailedException || isGone(failure))
                ? new Lost(provider, reused) : null;
        reused = lost == null ? reused : null;
        return lost;
    }

    private static boolean isGone(GrokVideoException failure) {
        return Integer.valueOf(404).equals(failure.getHttpStatus()) || Integer.valueOf(410).equals(failure.getHttpStatus())
                || GatewayErrors.JOB_NOT_FOUND.equals(failure.getCode());
    }

    @Override
    public boolean hasVideos(VideoJob known) {
        return listener.hasVideos(known);
    }

    @Override
    public void accepted(int part, VideoJob job) {
        listener.accepted(part, job);
    }

    @Override
    public void changed(VideoJob job, VideoJob previous) {
        listener.changed(job, previous);
    }

    @Override
    public void partFailed(int part, GrokVideoException failure) {
        listener.partFailed(part, failure);
    }

    @Override
    public void warned(String warning) {
        listener.warned(warning);
    }

    @Override
    public void completed(VideoJob job) {
        listener.completed(job);
    }

    @Override
    public JobListener whole() {
        return listener.whole();
    }
}
