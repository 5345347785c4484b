package io.github.grokvideo.internal.job.polling;

import java.time.Duration;

import io.github.grokvideo.internal.gateway.JobReading;

/** Polls at a fixed interval, unless {@code Retry-After} says otherwise. Has no state: jobs share it. */
record FixedPollPolicy(Backoff backoff, Duration interval) implements PollPolicy {

    @Override
    public Duration firstGap(Duration left) {
        return backoff.first(interval);
    }

    @Override
    public Duration nextGap(JobReading reading, Duration left) {
        return reading.retryAfter() == null ? backoff.next(interval) : backoff.hinted(reading.retryAfter(), interval);
    }
}
