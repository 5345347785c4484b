package io.github.grokvideo.internal.job.results;

import java.time.Duration;

import io.github.grokvideo.internal.job.TimeLimit;

/**
 * How results are consumed.
 *
 * @param maxWaiting        how many jobs are claimed at a time
 * @param maxDelivering     how many results are delivered at a time
 * @param claimInterval     between two claims from the store
 * @param lease             how long a job stays claimed without renewal
 * @param redeliveryDelay   until a result that was not acknowledged is delivered again; doubles each time
 * @param maximumDeliveries after how many deliveries a result that was not acknowledged is dead-lettered; 0 or less for
 *                          never
 */
public record ResultSettings(
        int maxWaiting, int maxDelivering, Duration claimInterval, Duration lease, Duration redeliveryDelay,
        int maximumDeliveries) {

    /** The default of {@code maximumDeliveries}. */
    public static final int DEFAULT_MAXIMUM_DELIVERIES = 10;

    public ResultSettings {
        TimeLimit.checkPositive("claimInterval", claimInterval);
        TimeLimit.checkPositive("lease", lease);
        TimeLimit.checkNotNegative("redeliveryDelay", redeliveryDelay);
        if (maxWaiting < 1 || maxDelivering < 1) {
            throw new IllegalArgumentException(
                    "maxWaiting and maxDelivering: invalid values " + maxWaiting + " and " + maxDelivering
                                               + ", expected numbers from 1");
        }
    }

    /** With the default number of deliveries. */
    public ResultSettings(
                          int maxWaiting, int maxDelivering, Duration claimInterval, Duration lease,
                          Duration redeliveryDelay) {
        this(maxWaiting, maxDelivering, claimInterval, lease, redeliveryDelay, DEFAULT_MAXIMUM_DELIVERIES);
    }
}
