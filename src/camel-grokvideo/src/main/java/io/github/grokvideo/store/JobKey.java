package io.github.grokvideo.store;

import java.util.Comparator;
import java.util.Objects;

/**
 * Identifies a submission: one key stands for one job at one gateway.
 *
 * @param provider the provider, such as {@code lumenfall}
 * @param gateway  scheme, host and port of the gateway
 * @param key      the idempotency key; {@code null} for a job that is known by its id only
 */
public record JobKey(String provider, String gateway, String key) {

    static final Comparator<JobKey> ORDER
            = Comparator.comparing(JobKey::provider).thenComparing(JobKey::gateway).thenComparing(JobKey::key);

    public JobKey {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(gateway, "gateway");
    }
}
