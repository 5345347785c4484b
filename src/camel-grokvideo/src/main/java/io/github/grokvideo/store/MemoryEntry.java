package io.github.grokvideo.store;

import java.time.Instant;
import java.util.List;

import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/** A submission in {@link MemoryJobStore}, whose lock guards it. */
final class MemoryEntry {

    final Intent intent;
    /** The intent's, or the one that it was given later. */
    JobKey key;
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
    /** What it was estimated at, by the client or by the gateway; or {@code null}. */
    Cost estimate;
    /** What it counts for budgets. */
    List<BudgetEntry> budgets = List.of();
    boolean acknowledged;
    boolean isOver;

    MemoryEntry(Intent intent, long number, Instant createdAt) {
        this.intent = intent;
        this.key = intent.key();
        this.number = number;
        this.createdAt = createdAt;
        this.estimate = intent.spending().estimate();
    }

    JobKey key() {
        return key;
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

    /** What it has cost, or is expected to. */
    SpendingSums.Job spending() {
        boolean ended = job != null && job.isFinal();
        Cost known = ended && JobColumns.charged(job.cost()) != null ? job.cost() : null;
        Cost unnamed = ended && job.status() == JobStatus.COMPLETED ? estimate : null;
        return new SpendingSums.Job(
                createdAt, intent.spending().route(), key().provider(), intent.model(), intent.spending().user(), estimate,
                known == null ? unnamed : known, ended,
                known != null && estimate != null && job.status() == JobStatus.COMPLETED
                        && known.currency().equals(estimate.currency()),
                budgets);
    }

    StoredJob asStored(boolean held) {
        return new StoredJob(
                key, intent.fingerprint(), intent.model(), intent.prompt(), intent.deliverResult(), state, job, reason,
                attempts, deliveries, holder, held, createdAt, acceptedAt, intent.traceParent());
    }
}
