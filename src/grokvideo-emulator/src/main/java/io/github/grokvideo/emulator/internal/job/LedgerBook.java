package io.github.grokvideo.emulator.internal.job;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.emulator.Ledger;
import io.github.grokvideo.emulator.LedgerEntry;

/** The charges of the accepted jobs. */
public final class LedgerBook implements Ledger {

    private final Map<String, LedgerEntry> entries = new LinkedHashMap<>();

    synchronized void charge(LedgerEntry entry) {
        entries.put(entry.jobId(), entry);
    }

    /** Corrects the cost of a job whose duration was unknown until its input was read. */
    synchronized void correct(String jobId, BigDecimal cost) {
        entries.computeIfPresent(jobId,
                (id, entry) -> new LedgerEntry(id, entry.idempotencyKey(), cost, entry.at()));
    }

    @Override
    public synchronized List<LedgerEntry> entries() {
        return new ArrayList<>(entries.values());
    }

    @Override
    public synchronized int billedJobs() {
        return entries.size();
    }

    @Override
    public synchronized BigDecimal total() {
        return entries.values().stream().map(LedgerEntry::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public synchronized void clear() {
        entries.clear();
    }
}
