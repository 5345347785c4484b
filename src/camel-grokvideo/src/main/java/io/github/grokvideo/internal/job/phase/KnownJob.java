package io.github.grokvideo.internal.job.phase;

import io.github.grokvideo.model.VideoJob;

/**
 * A job that exists at the gateway.
 *
 * @param id             the gateway's id
 * @param key            the idempotency key that it is recorded under, or {@code null}
 * @param deliverResult  whether {@code grokvideo:results} is to deliver its result
 * @param externalOutput whether its video goes to a place that the request named
 * @param end            how it ended as far as the job store knows, or {@code null}
 */
public record KnownJob(String id, String key, boolean deliverResult, boolean externalOutput, VideoJob end) implements Work {

    /** A job of which only the id and how it was recorded are known. */
    public KnownJob(String id, String key, boolean deliverResult) {
        this(id, key, deliverResult, false, null);
    }
}
