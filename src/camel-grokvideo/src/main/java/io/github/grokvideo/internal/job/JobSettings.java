package io.github.grokvideo.internal.job;

import java.time.Duration;

import io.github.grokvideo.internal.job.polling.AdaptivePolling;

/**
 * The timing of a job's requests.
 *
 * @param pollInterval    between two polls
 * @param jobTimeout      the maximum time to wait; the job itself goes on
 * @param requestTimeout  of one request, from the queue for a connection to the last byte of the response
 * @param retries         how often a single request is retried where that is safe
 * @param webhookInterval between two polls as long as webhooks arrive; {@code null} if none is expected
 * @param submissionGap   the minimum time between two submissions to the gateway; zero for none
 * @param adaptive        the bounds of polling when jobs are likely to be done; {@code null} for the fixed interval
 */
public record JobSettings(
        Duration pollInterval, Duration jobTimeout, Duration requestTimeout, int retries, Duration webhookInterval,
        Duration submissionGap, AdaptivePolling adaptive) {

    public JobSettings {
        TimeLimit.checkPositive("pollInterval", pollInterval);
        TimeLimit.checkPositive("jobTimeout", jobTimeout);
        TimeLimit.checkPositive("requestTimeout", requestTimeout);
        TimeLimit.checkNotNegative("submissionGap", submissionGap);
        if (webhookInterval != null) {
            TimeLimit.checkPositive("webhookInterval", webhookInterval);
        }
        if (retries < 0) {
            throw new IllegalArgumentException("retries: invalid value " + retries + ", expected a number from 0");
        }
    }

    /** The same for a request that is not retried. */
    public JobSettings withoutRetries() {
        return new JobSettings(pollInterval, jobTimeout, requestTimeout, 0, webhookInterval, submissionGap, adaptive);
    }

    /** Submissions are not spaced, no webhook is expected, and the interval is fixed. */
    public JobSettings(Duration pollInterval, Duration jobTimeout, Duration requestTimeout, int retries) {
        this(pollInterval, jobTimeout, requestTimeout, retries, null, Duration.ZERO, null);
    }

    /** The interval is fixed. */
    public JobSettings(
                       Duration pollInterval, Duration jobTimeout, Duration requestTimeout, int retries,
                       Duration webhookInterval, Duration submissionGap) {
        this(pollInterval, jobTimeout, requestTimeout, retries, webhookInterval, submissionGap, null);
    }
}
