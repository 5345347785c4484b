package io.github.grokvideo.internal.job;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.store.JobKey;

/**
 * A gateway that a job may be submitted to.
 *
 * @param settings of the requests to it
 */
public record Target(VideoGateway gateway, JobSettings settings) {

    /** The store's key of a submission to it; of a job that is known by its id only, with {@code null}. */
    public JobKey key(String idempotencyKey) {
        return new JobKey(gateway.provider(), gateway.authority(), idempotencyKey);
    }

    /** The account at the gateway, as which it is up or down. */
    public JobKey account() {
        return key(gateway.account());
    }
}
