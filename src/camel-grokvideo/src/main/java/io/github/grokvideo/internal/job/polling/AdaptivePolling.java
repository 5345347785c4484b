package io.github.grokvideo.internal.job.polling;

import java.time.Duration;

import io.github.grokvideo.internal.job.TimeLimit;

/**
 * Gaps between questions that follow what was learned of past durations.
 *
 * @param shortest between two questions about a job
 * @param longest  between two questions about a job, or until the first: nobody notices a video later than that
 */
public record AdaptivePolling(Duration shortest, Duration longest) {

    public AdaptivePolling {
        TimeLimit.check("shortest", shortest, true);
        // six times the longest interval
        if (longest == null || longest.compareTo(shortest) < 0 || longest.compareTo(TimeLimit.MAX.multipliedBy(6)) > 0) {
            throw new IllegalArgumentException(
                    "longest: " + longest + " was given, accepted is a time from shortest, which is " + shortest);
        }
    }
}
