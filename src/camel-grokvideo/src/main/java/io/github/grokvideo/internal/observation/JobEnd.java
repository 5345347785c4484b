package io.github.grokvideo.internal.observation;

import java.time.Duration;

import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;

/**
 * The end of a job.
 *
 * @param outcome  how it ended here
 * @param provider whose API the job is at, or was last tried at
 * @param jobId    {@code null} if no job is known to exist
 * @param key      the idempotency key, or {@code null}
 * @param job      as it was last reported, or {@code null}
 * @param failure  {@code null} if it did not fail
 * @param cost     what the gateway has charged, as far as it was found out here and now; {@code null} if nothing was
 * @param time     since there was room for it and its submission was permitted
 * @param polls    the number of status requests
 */
public record JobEnd(
        JobOutcome outcome, String provider, String jobId, String key, VideoJob job, GrokVideoException failure, Cost cost,
        Duration time, int polls) {
}
