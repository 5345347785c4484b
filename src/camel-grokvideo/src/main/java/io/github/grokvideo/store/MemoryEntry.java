package io.github.grokvideo.store;

import java.time.Instant;
import java.util.List;

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
    /** What it counts for budgets. */
    List<BudgetEntry> budgets = List.of();
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

    /** Whether its final cost was known before. */
    boolean wasCharged() {
        return job != null && job.isFinal() && job.cost() != null && !job.cost().estimated();
    }

    /** What it counts for budgets once it is forgotten: what may have been sent counts as billed. */
    List<BudgetEntry> afterRemoval() {
        return attempts == 0 && job == null ? List.of() : budgets.stream().map(BudgetEntry::abandoned).toList();
    }

    StoredJob asStored(boolean held) {
        return new StoredJob(
                intent.key(), intent.fingerprint(), intent.model(), intent.prompt(), intent.deliverResult(), state, job, reason,
                attempts, deliveries, holder, held, createdAt, acceptedAt);
    }
}
