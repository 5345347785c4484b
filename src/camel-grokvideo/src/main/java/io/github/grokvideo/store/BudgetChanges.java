package io.github.grokvideo.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.grokvideo.model.GrokVideoException;

/**
 * What several submissions change in budgets at one moment: entries that are given up or replaced, and intents that are
 * admitted one after the other, each as a whole.
 */
final class BudgetChanges {

    private final List<BudgetEntry> former = new ArrayList<>();
    private final List<BudgetEntry> present = new ArrayList<>();
    private final List<Intent> intents = new ArrayList<>();

    void replace(List<BudgetEntry> old, List<BudgetEntry> entries) {
        former.addAll(old);
        present.addAll(entries);
    }

    void intend(Intent intent) {
        intents.add(intent);
    }

    boolean isEmpty() {
        return former.isEmpty() && present.isEmpty() && intents.isEmpty();
    }

    /** The counters that may change, in the order in which they are to be locked, each with no value. */
    Map<BudgetKey, BudgetCounter> counters(Instant now) {
        Map<BudgetKey, BudgetCounter> counters = new TreeMap<>(BudgetKey.ORDER);
        former.forEach(entry -> counters.put(entry.key(), null));
        present.forEach(entry -> counters.put(entry.key(), null));
        for (Intent intent : intents) {
            BudgetEntries.of(intent, now).forEach(entry -> counters.put(entry.key(), null));
        }
        return counters;
    }

    /**
     * Changes the counters.
     *
     * @param  counters all of {@link #counters}, as they are
     * @return          the intents that are refused
     */
    List<Intent> apply(Map<BudgetKey, BudgetCounter> counters, Instant now, BudgetNews news) {
        former.forEach(entry -> counters.get(entry.key()).subtract(entry));
        present.forEach(entry -> counters.get(entry.key()).add(entry));
        List<Intent> refused = new ArrayList<>();
        for (Intent intent : intents) {
            GrokVideoException refusal = refusal(intent, counters, now);
            if (refusal == null) {
                BudgetEntries.of(intent, now).forEach(entry -> counters.get(entry.key()).add(entry));
            } else {
                news.refused(intent.key(), refusal);
                refused.add(intent);
            }
            for (BudgetReservation reservation : intent.spending().budgets()) {
                BudgetCounter counter = counter(reservation, counters, now);
                if (counter != null) {
                    counter.tell(reservation, now, news::shareReached);
                }
            }
        }
        return refused;
    }

    private static GrokVideoException refusal(
            Intent intent, Map<BudgetKey, BudgetCounter> counters, Instant now) {
        for (BudgetReservation reservation : intent.spending().budgets()) {
            if (reservation.amount() == null) {
                return BudgetCounter.priceUnknown(reservation);
            }
        }
        for (BudgetReservation reservation : intent.spending().budgets()) {
            GrokVideoException refusal = counter(reservation, counters, now).refusal(reservation, now);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private static BudgetCounter counter(
            BudgetReservation reservation, Map<BudgetKey, BudgetCounter> counters, Instant now) {
        return counters.get(BudgetKey.of(reservation.budget(), reservation.scope(), now));
    }
}
