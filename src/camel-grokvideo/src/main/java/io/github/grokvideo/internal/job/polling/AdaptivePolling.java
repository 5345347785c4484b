package io.github.grokvideo.internal.job.polling;

import java.time.Duration;

import io.github.grokvideo.internal.job.TimeLimit;

/**
 * The bounds of the gaps between polls that follow what was learned about past durations.
 *
 * @param shortest between two polls of a job
 * @param longest  between two polls of a job, or until the first; the maximum lag
 */
public record AdaptivePolling(Duration shortest, Duration longest) {

    public AdaptivePolling {
        TimeLimit.checkNotNegative("shortest", shortest);
        // six times the longest interval
        if (longest == null || longest.compareTo(shortest) < 0 || longest.compareTo(TimeLimit.MAX.multipliedBy(6)) > 0) {
            throw new IllegalArgumentException(
                    "longest: invalid value " + longest + ", expected a time from shortest, which is " + shortest);
        }
    }
}
