package io.github.grokvideo.emulator;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The jobs of the emulator. Their states follow from the emulator's clock; the methods here read them, and override
 * them. The oldest finished jobs are dropped when there are more than {@link EmulatorOptions#maxJobs}. Thread-safe.
 * <p>
 * Methods that take an id throw {@link NoSuchElementException} if there is no such job.
 */
public interface Jobs {

    /** Returns all jobs, the oldest first. */
    List<VideoJob> all();

    /** Returns one job; empty if there is none with that id. */
    Optional<VideoJob> find(String id);

    /** Returns the number of jobs. */
    int count();

    /** Returns the number of jobs in that state. */
    long count(JobStatus status);

    /**
     * Finishes a job now, whatever the clock says, even if it would never finish: {@code completed}, or {@code failed}
     * if a fault planned that. Waits until its videos are rendered.
     */
    VideoJob finish(String id);

    /** Makes a job fail now. A finished job is left unchanged. */
    VideoJob fail(String id, String code, String message);

    /** Expires the addresses of a completed job's videos. */
    VideoJob expireMedia(String id);

    /**
     * Waits until a job's videos are rendered, so that with a {@link ManualClock} its state depends on the clock alone.
     *
     * @throws IllegalStateException after 2 minutes
     */
    VideoJob awaitRendering(String id);
}
