package io.github.grokvideo.job;

import java.time.Duration;

/**
 * Gaps between questions that follow what was learned of past durations.
 *
 * @param shortest between two questions about a job
 * @param longest  between two questions about a job, or until the first: nobody notices a video later than that
 */
public record AdaptivePolling(Duration shortest, Duration longest) {
}
