package io.github.grokvideo.internal.gateway;

import java.time.Duration;

import io.github.grokvideo.model.VideoJob;

/**
 * The answer to a question about a job.
 *
 * @param job        how it stands
 * @param retryAfter when the gateway would like to be asked again, or {@code null} if it did not say
 * @param checksum   of the answer's body; {@link #UNREAD} if there was no answer
 */
public record JobReading(VideoJob job, Duration retryAfter, long checksum) {

    /** The checksum of what is known without an answer. */
    public static final long UNREAD = 0;

    /** What is known without an answer. */
    public JobReading(VideoJob job, Duration retryAfter) {
        this(job, retryAfter, UNREAD);
    }

    /** Whether this was read from a body with that checksum. */
    boolean isOf(long otherChecksum) {
        return checksum == otherChecksum && checksum != UNREAD;
    }

    /** As much of it as is worth keeping until the next. */
    public JobReading withoutJson() {
        return new JobReading(job.withoutJson(), null, checksum);
    }
}
