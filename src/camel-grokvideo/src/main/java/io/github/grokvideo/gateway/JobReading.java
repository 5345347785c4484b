package io.github.grokvideo.gateway;

import java.time.Duration;

import io.github.grokvideo.model.VideoJob;

/**
 * The answer to a question about a job.
 *
 * @param job        how it stands
 * @param retryAfter when the gateway would like to be asked again, or {@code null} if it did not say
 */
public record JobReading(VideoJob job, Duration retryAfter) {
}
