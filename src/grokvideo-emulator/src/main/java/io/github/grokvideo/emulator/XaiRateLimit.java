package io.github.grokvideo.emulator;

import java.time.Duration;
import java.time.Instant;

/** One submission a second. Thread-safe. */
final class XaiRateLimit {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private Instant last = Instant.MIN;

    /** Whether a submission is allowed now. One that is not does not count. */
    synchronized boolean tryAcquire(Instant now) {
        if (now.isBefore(last.plus(PAUSE))) {
            return false;
        }
        last = now;
        return true;
    }

    synchronized void clear() {
        last = Instant.MIN;
    }
}
