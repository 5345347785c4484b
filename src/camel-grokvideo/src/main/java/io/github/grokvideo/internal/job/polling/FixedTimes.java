package io.github.grokvideo.internal.job.polling;

import java.time.Duration;

import io.github.grokvideo.internal.gateway.JobReading;

/** Asks at a fixed interval, or when the server would like to be asked. */
public record FixedTimes(PollSchedule schedule, Duration interval) implements PollTimes {

    @Override
    public Duration accepted(Duration left) {
        return schedule.first(interval);
    }

    @Override
    public Duration next(JobReading reading, Duration left) {
        return reading.retryAfter() == null ? schedule.next(interval) : schedule.hinted(reading.retryAfter(), interval);
    }
}
