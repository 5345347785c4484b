package io.github.grokvideo.internal.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.grokvideo.model.VideoJob;

/** Whether the webhooks of a gateway arrive, so that its jobs are polled less often as long as they do. */
public final class WebhookArrivals {

    /** Longer than a webhook may be late and still be accepted, so that a replay is always recognized. */
    private static final Duration REMEMBERED = Duration.ofMinutes(15);
    private static final int MAX_REMEMBERED = 100_000;
    /** A webhook may be as late as this before it counts as missing. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Clock clock;
    private final Map<String, Instant> seen = new LinkedHashMap<>();
    private volatile boolean arriving;

    WebhookArrivals(Clock clock) {
        this.clock = clock;
    }

    /** A valid webhook has arrived. Returns whether it is the first with this id. */
    synchronized boolean arrived(String id) {
        arriving = true;
        Instant now = clock.instant();
        Instant old = now.minus(REMEMBERED);
        for (Iterator<Instant> oldest = seen.values().iterator(); oldest.hasNext();) {
            if (!oldest.next().isBefore(old) && seen.size() <= MAX_REMEMBERED) {
                break;
            }
            oldest.remove();
        }
        return seen.putIfAbsent(id, now) == null;
    }

    /** A poll found a job final that no webhook has reported. */
    public void missed(VideoJob job) {
        // the date is the gateway's, and may be any
        if (job.completedAt() == null || job.completedAt().isBefore(clock.instant().minus(GRACE))) {
            arriving = false;
        }
    }

    /** Whether the latest that was due has arrived. */
    public boolean areArriving() {
        return arriving;
    }
}
