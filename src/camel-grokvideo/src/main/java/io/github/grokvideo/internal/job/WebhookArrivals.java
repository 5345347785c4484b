package io.github.grokvideo.internal.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.grokvideo.model.VideoJob;

/** Notes whether webhooks arrive, so that as long as they do jobs are asked about rarely. */
final class WebhookArrivals {

    /** Longer than any webhook may be late and still be taken, so that a replay is always recognized. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);
    private static final int MOST_REMEMBERED = 100_000;
    /** A webhook may be as late as this before it counts as missing. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Clock clock;
    private final Map<String, Instant> seen = new LinkedHashMap<>();
    private volatile boolean arriving;

    WebhookArrivals(Clock clock) {
        this.clock = clock;
    }

    /** A good webhook has come. Returns whether it is the first with this id. */
    synchronized boolean arrived(String id) {
        arriving = true;
        Instant now = clock.instant();
        Instant old = now.minus(REMEMBERED);
        for (Iterator<Instant> oldest = seen.values().iterator(); oldest.hasNext();) {
            if (!oldest.next().isBefore(old) && seen.size() <= MOST_REMEMBERED) {
                break;
            }
            oldest.remove();
        }
        return seen.putIfAbsent(id, now) == null;
    }

    /** A job was found to be done, and no webhook has told of it. */
    void missed(VideoJob job) {
        // the date is the gateway's, and may be any
        if (job.completedAt() == null || job.completedAt().isBefore(clock.instant().minus(GRACE))) {
            arriving = false;
        }
    }

    /** Whether the last that was to be heard of was heard of. */
    boolean areArriving() {
        return arriving;
    }
}
