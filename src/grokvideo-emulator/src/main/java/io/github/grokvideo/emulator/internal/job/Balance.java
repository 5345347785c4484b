package io.github.grokvideo.emulator.internal.job;

import java.math.BigDecimal;
import java.util.Objects;

/** The money left to spend, in US dollars. Thread-safe. */
public final class Balance {

    private BigDecimal dollars;

    public Balance(BigDecimal dollars) {
        this.dollars = dollars;
    }

    public synchronized BigDecimal get() {
        return dollars;
    }

    public synchronized void set(BigDecimal amount) {
        dollars = Objects.requireNonNull(amount, "dollars");
    }

    /** Subtracts a cost; returns false, and subtracts nothing, if the balance is less than that. */
    synchronized boolean spend(BigDecimal cost) {
        if (cost.compareTo(dollars) > 0) {
            return false;
        }
        dollars = dollars.subtract(cost);
        return true;
    }
}
