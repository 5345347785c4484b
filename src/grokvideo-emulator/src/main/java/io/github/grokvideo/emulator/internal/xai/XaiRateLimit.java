package io.github.grokvideo.emulator.internal.xai;

import java.time.Duration;
import java.time.Instant;

/** Allows one submission per second. Thread-safe. */
public final class XaiRateLimit {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private Instant last = Instant.MIN;

    /** Returns whether a submission is allowed now; a refused one does not count. */
    synchronized boolean tryAcquire(Instant now) {
        if (now.isBefore(last.plus(INTERVAL))) {
            return false;
        }
        last = now;
        return true;
    }

    public synchronized void clear() {
        last = Instant.MIN;
    }
}
