package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the gateway would have charged: one entry for each accepted job, whatever its outcome. Replays of an idempotency
 * key and dry runs are free. Thread-safe.
 */
public interface Ledger {

    /** Returns all entries, the oldest first. */
    List<LedgerEntry> entries();

    /** Returns the number of charged jobs. */
    int billedJobs();

    /** Returns the sum of all costs, in US dollars. */
    BigDecimal total();

    /** Removes all entries; the balance is not changed. */
    void clear();
}
