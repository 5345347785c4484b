package io.github.grokvideo.emulator.internal.job;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.media.Inputs;
import io.github.grokvideo.emulator.internal.media.MediaStore;
import io.github.grokvideo.emulator.internal.render.UnreadableInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renders the videos of jobs, a few at a time, in the order of the jobs. A stalled job does not block the others. */
public final class RenderQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RenderQueue.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Settings settings;
    private final JobRenderer renderer;
    private final Consumer<Job> finished;
    private final WatchedTasks tasks;

    /** @param finished called with each job whose rendering has finished, successfully or not */
    public RenderQueue(Settings settings, MediaStore media, Inputs inputs, LedgerBook ledger, Consumer<Job> finished) {
        this.settings = settings;
        this.renderer = new JobRenderer(settings, media, inputs, ledger);
        this.finished = finished;
        this.tasks = new WatchedTasks("grokvideo-emulator-render", settings.renderThreads, settings.stallTimeout);
    }

    /** Loads the native libraries in the background, so that the first job does not wait for them. */
    public void warmUp() {
        tasks.submit(new WatchedTasks.Task() {
            @Override
            public void run(WatchedTasks.Run run) {
                try {
                    renderer.warmUp();
                } catch (CancellationException e) {
                    LOG.debug("Closed before the video library was loaded");
                } catch (IOException | RuntimeException | LinkageError e) {
                    LOG.warn("The video library cannot be loaded; jobs will fail: {}", e.toString());
                }
            }

            @Override
            public void abandon() {
                LOG.warn("The video library was not loaded within {}", settings.stallTimeout);
            }
        });
    }

    public void submit(Job job) {
        try {
            tasks.submit(new WatchedTasks.Task() {
                @Override
                public void run(WatchedTasks.Run run) {
                    render(job, run);
                }

                @Override
                public void abandon() {
                    LOG.warn("Rendering of {} was abandoned: no progress for {} ms", job.id(),
                            settings.stallTimeout.toMillis());
                    job.planFailure(JobFailure.of("UPSTREAM_ERROR",
                            "The video could not be rendered: no progress for " + settings.stallTimeout.toMillis() + " ms."));
                    finish(job);
                }
            });
        } catch (RejectedExecutionException e) {
            job.planFailure(closing());
            job.renderingFinished();
        }
    }

    private static JobFailure closing() {
        return JobFailure.of("INTERNAL_ERROR", "The emulator is being closed.");
    }

    private void finish(Job job) {
        job.renderingFinished();
        finished.accept(job);
    }

    private void render(Job job, WatchedTasks.Run run) {
        JobFailure failure = null;
        try {
            if (!job.isCancelled() && !job.isFailurePlanned()) {
                renderer.render(job, run);
            }
        } catch (CancellationException e) {
            // without effect on a cancelled job; a job that is interrupted by close() must not seem completed
            failure = closing();
        } catch (ApiError e) {
            failure = JobFailure.of(e.status() == 400 ? "INVALID_REQUEST" : "UPSTREAM_ERROR", e.getMessage());
        } catch (UnreadableInputException e) {
            failure = JobFailure.of("INVALID_REQUEST", "The input is nothing that can be read: " + e.getMessage());
        } catch (Exception | Error e) {
            LOG.warn("Rendering of {} failed", job.id(), e);
            failure = JobFailure.of("UPSTREAM_ERROR", "The video could not be rendered: " + e.getMessage());
        }
        if (run.isAbandoned()) {
            return;
        }
        if (failure != null) {
            job.planFailure(failure);
        }
        finish(job);
    }

    @Override
    public void close() {
        renderer.close();
        tasks.close();
        try {
            // encoding stops at the next frame; the directory must not be deleted before that
            if (!tasks.awaitEnd(CLOSE_TIMEOUT)) {
                LOG.warn("Rendering did not stop within {}", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
