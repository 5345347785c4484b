package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the emulator has billed: one entry for each job it accepted, whatever became of the job afterwards. Replays of
 * an idempotency key and dry runs are not billed. Thread-safe.
 */
public final class Ledger {

    private final Map<String, LedgerEntry> entries = new LinkedHashMap<>();

    Ledger() {
    }

    synchronized void bill(LedgerEntry entry) {
        entries.put(entry.jobId(), entry);
    }

    /** The cost that a job turned out to have, where its duration was known only when its input had been read. */
    synchronized void correct(String jobId, BigDecimal cost) {
        entries.computeIfPresent(jobId,
                (id, entry) -> new LedgerEntry(id, entry.idempotencyKey(), cost, entry.at()));
    }

    /** All entries, the oldest first. */
    public synchronized List<LedgerEntry> entries() {
        return new ArrayList<>(entries.values());
    }

    /** How many jobs were paid for. */
    public synchronized int billedJobs() {
        return entries.size();
    }

    /** The sum of all costs, in US dollars. */
    public synchronized BigDecimal total() {
        return entries.values().stream().map(LedgerEntry::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    synchronized void clear() {
        entries.clear();
    }
}
