package io.github.grokvideo.internal.job;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/**
 * Several jobs that belong to one request, since the provider generates one video per job. One that fails does not fail
 * the others, which cost money.
 */
final class JobGroup {

    private final JobListener listener;
    // held while the listener is told of one job, so that it is told of one after the other
    private final Object reports = new Object();
    // guarded by this
    private final VideoJob[] done;
    private final GrokVideoException[] failed;
    private VideoJob lastKnown;
    private int open;

    JobGroup(JobListener listener, int size) {
        this.listener = listener;
        this.done = new VideoJob[size];
        this.failed = new GrokVideoException[size];
        this.open = size;
    }

    /** The listener of one of the jobs. Changes of all are reported one after the other. */
    JobListener part(int number) {
        return new JobListener() {
            @Override
            public void at(int part, String provider) {
                listener.at(number, provider);
            }

            @Override
            public void reused(int part, VideoJob known, Runnable lost) {
                listener.reused(number, known, lost);
            }

            @Override
            public void accepted(int part, VideoJob job) {
                listener.accepted(number, job);
            }

            @Override
            public void changed(VideoJob job, VideoJob previous) {
                synchronized (reports) {
                    listener.changed(job, previous);
                }
            }

            @Override
            public void partFailed(int part, GrokVideoException failure) {
                failed(failure, null);
            }

            @Override
            public void warned(String warning) {
                listener.warned(warning);
            }

            @Override
            public void completed(VideoJob job) {
                ended(number, job, null);
            }

            @Override
            public void failed(GrokVideoException failure, VideoJob last) {
                ended(number, last, failure);
            }

            @Override
            public JobListener whole() {
                return listener.whole();
            }
        };
    }

    private void ended(int number, VideoJob job, GrokVideoException failure) {
        boolean last;
        synchronized (this) {
            done[number] = failure == null ? job : null;
            failed[number] = failure;
            lastKnown = job == null ? lastKnown : job;
            last = --open == 0;
        }
        if (failure != null) {
            partFailed(number, failure);
        }
        if (last) {
            end();
        }
    }

    // it must not keep the end of the others from being reported
    private void partFailed(int number, GrokVideoException failure) {
        try {
            synchronized (reports) {
                listener.partFailed(number, failure);
            }
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private void end() {
        List<VideoJob> completed;
        List<GrokVideoException> failures;
        VideoJob last;
        synchronized (this) {
            completed = Arrays.stream(done).filter(Objects::nonNull).toList();
            failures = Arrays.stream(failed).filter(Objects::nonNull).toList();
            last = lastKnown;
        }
        if (!completed.isEmpty()) {
            listener.completed(VideoJob.combined(completed));
            return;
        }
        GrokVideoException first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        listener.failed(first, last);
    }
}
