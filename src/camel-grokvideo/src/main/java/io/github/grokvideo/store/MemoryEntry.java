package io.github.grokvideo.store;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import io.github.grokvideo.model.VideoJob;

/** A submission in {@link MemoryJobStore}, whose lock guards it. */
final class MemoryEntry {

    final Intent intent;
    final Instant createdAt;
    StoredJob.State state = StoredJob.State.INTENDED;
    VideoJob job;
    Instant acceptedAt;
    String reason;
    int attempts;
    int deliveries;
    String holder;
    Instant notBefore;
    Instant usedAt;
    boolean handedOn;
    boolean isOver;
    private final Clock clock;
    private Instant heldUntil;

    MemoryEntry(Intent intent, Clock clock) {
        this.intent = intent;
        this.clock = clock;
        this.createdAt = clock.instant();
    }

    boolean isHeld() {
        return holder != null && clock.instant().isBefore(heldUntil);
    }

    boolean isHeldBy(String other) {
        return isHeld() && holder.equals(other);
    }

    boolean isClaimable() {
        return !isHeld() && (notBefore == null || !clock.instant().isBefore(notBefore));
    }

    void hold(String by, Duration lease) {
        holder = by;
        heldUntil = later(lease);
    }

    void release(Duration delay) {
        holder = null;
        notBefore = later(delay);
    }

    private Instant later(Duration time) {
        try {
            return clock.instant().plus(time);
        } catch (DateTimeException | ArithmeticException e) {
            return Instant.MAX;
        }
    }

    StoredJob asStored() {
        return new StoredJob(
                intent.key(), intent.fingerprint(), intent.model(), intent.prompt(), intent.deliverResult(), state, job, reason,
                attempts, deliveries, holder, isHeld(), createdAt, acceptedAt);
    }
}
