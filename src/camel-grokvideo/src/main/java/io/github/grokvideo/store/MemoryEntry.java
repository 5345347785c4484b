package io.github.grokvideo.store;

import java.time.Instant;

import io.github.grokvideo.model.VideoJob;

/** A submission in {@link MemoryJobStore}, whose lock guards it. */
final class MemoryEntry {

    final Intent intent;
    /** In the order of their coming. */
    final long number;
    final Instant createdAt;
    StoredJob.State state = StoredJob.State.INTENDED;
    VideoJob job;
    Instant acceptedAt;
    String reason;
    int attempts;
    int deliveries;
    /** Who sends it, or has claimed its result; or {@code null}. */
    String holder;
    /** When its sender loses it; {@code null} for a claim, which lasts as long as its holder. */
    Instant heldUntil;
    /** From when it may be claimed; {@code null} if it must not be. */
    Instant dueAt;
    Instant usedAt;
    boolean acknowledged;
    boolean isOver;

    MemoryEntry(Intent intent, long number, Instant createdAt) {
        this.intent = intent;
        this.number = number;
        this.createdAt = createdAt;
    }

    JobKey key() {
        return intent.key();
    }

    /** Whether its result is still to be delivered. */
    boolean isOpen() {
        return job != null && intent.deliverResult() && !acknowledged;
    }

    StoredJob asStored(boolean held) {
        return new StoredJob(
                intent.key(), intent.fingerprint(), intent.model(), intent.prompt(), intent.deliverResult(), state, job, reason,
                attempts, deliveries, holder, held, createdAt, acceptedAt);
    }
}
