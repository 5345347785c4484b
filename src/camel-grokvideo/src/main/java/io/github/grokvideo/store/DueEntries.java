package io.github.grokvideo.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The gateways for which entries have become due, or will after a delay. */
final class DueEntries {

    /** Without a key in {@link JobKey#key}; the longest delay of each. */
    private final Map<JobKey, Duration> delays = new HashMap<>();

    /** An entry of a gateway is due after the delay. */
    void add(String provider, String gateway, Duration delay) {
        delays.merge(new JobKey(provider, gateway, null), delay, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    void addAll(DueEntries others) {
        others.delays.forEach((gateway, delay) -> add(gateway.provider(), gateway.gateway(), delay));
    }

    void clear() {
        delays.clear();
    }

    boolean isEmpty() {
        return delays.isEmpty();
    }

    Map<JobKey, Duration> byGateway() {
        return delays;
    }
}
