package io.github.grokvideo.internal.job;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

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
    private final Function<Lost, CompletableFuture<?>> forget;
    private final Consumer<ReusedJob> submit;
    private final boolean alone;
    private String provider;
    private VideoJob reused;

    /** A job that cannot be delivered any more, and the provider that had it. */
    record Lost(String provider, VideoJob job) {
    }

    /**
     * @param forget records that the job is lost
     * @param submit submits the request, with the listener that it is given
     * @param alone  whether the request takes one job; what several have made is delivered together, or fails together
     */
    ReusedJob(JobListener listener, Function<Lost, CompletableFuture<?>> forget, Consumer<ReusedJob> submit, boolean alone) {
        this.listener = listener;
        this.forget = forget;
        this.submit = submit;
        this.alone = alone;
    }

    @Override
    public synchronized void at(int part, String name) {
        provider = name;
        listener.at(part, name);
    }

    @Override
    public synchronized void reused(int part, VideoJob known, Runnable nothing) {
        reused = known;
        listener.reused(part, known, known.isFinal() ? this::lostWhenDelivered : null);
    }

    @Override
    public void failed(GrokVideoException failure, VideoJob last) {
        Lost lost = failure instanceof JobFailedException || isGone(failure) ? takeLost() : null;
        if (lost == null) {
            listener.failed(failure, last);
        } else {
            replace(lost, true);
        }
    }

    private void lostWhenDelivered() {
        Lost lost = takeLost();
        if (lost != null) {
            replace(lost, alone);
        }
    }

    // a job that was still running when it was found fails for all that wait for it
    private synchronized Lost takeLost() {
        if (reused == null || !reused.isFinal()) {
            return null;
        }
        Lost lost = new Lost(provider, reused);
        reused = null;
        return lost;
    }

    private void replace(Lost lost, boolean submits) {
        listener.reused(0, null, null);
        listener.warned("The video of the earlier job " + lost.job().id() + " is lost, and is generated anew");
        forget.apply(lost).whenComplete((forgotten, thrown) -> {
            if (!submits) {
                return;
            }
            if (thrown == null) {
                submit.accept(this);
            } else {
                listener.failed(Failures.asException(Failures.unwrap(thrown), lost.job().id()), null);
            }
        });
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
