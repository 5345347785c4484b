package io.github.grokvideo.internal.job;

import java.time.Duration;

import io.github.grokvideo.internal.job.polling.AdaptivePolling;

/**
 * How patient a wait is.
 *
 * @param pollInterval    between two questions about a job
 * @param jobTimeout      until the wait is given up; the job goes on
 * @param requestTimeout  for one request, from standing in line to the last byte of the answer
 * @param retries         how often a single request is repeated where that is safe
 * @param webhookInterval between two questions about a job, as long as webhooks arrive; {@code null} if none is awaited
 * @param submissionGap   the least time between two submissions to the gateway; zero for none
 * @param adaptive        if questions are to come when jobs are likely to be done; {@code null} for the interval
 */
public record JobSettings(
        Duration pollInterval, Duration jobTimeout, Duration requestTimeout, int retries, Duration webhookInterval,
        Duration submissionGap, AdaptivePolling adaptive) {

    public JobSettings {
        TimeLimit.check("pollInterval", pollInterval, false);
        TimeLimit.check("jobTimeout", jobTimeout, false);
        TimeLimit.check("requestTimeout", requestTimeout, false);
        TimeLimit.check("submissionGap", submissionGap, true);
        if (webhookInterval != null) {
            TimeLimit.check("webhookInterval", webhookInterval, false);
        }
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " was given, accepted is a number from 0");
        }
    }

    /** Submissions are not spaced, no webhooks awaited, and the interval is fixed. */
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
