package io.github.grokvideo.internal.gateway;

import java.time.Duration;

import io.github.grokvideo.model.VideoJob;

/**
 * The response to a status request.
 *
 * @param job        the job
 * @param retryAfter the {@code Retry-After} of the response, or {@code null}
 * @param checksum   of the response's body; {@link #UNREAD} without a response
 */
public record JobReading(VideoJob job, Duration retryAfter, long checksum) {

    /** The checksum of a job that is known without a response. */
    public static final long UNREAD = 0;

    /** A job that is known without a response. */
    public JobReading(VideoJob job, Duration retryAfter) {
        this(job, retryAfter, UNREAD);
    }

    /** Whether this was read from a body with that checksum. */
    boolean isOf(long otherChecksum) {
        return checksum == otherChecksum && checksum != UNREAD;
    }

    /** The part to keep until the next status request. */
    public JobReading withoutJson() {
        return new JobReading(job.withoutJson(), null, checksum);
    }
}
