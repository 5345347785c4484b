package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;

/** What a transaction has found out about budgets; it counts once the transaction is committed. */
final class BudgetNews {

    private final Map<JobKey, GrokVideoException> refusals = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    /** What a listener is to be told. */
    interface Event {
        void tell(BudgetListener listener);
    }

    void clear() {
        refusals.clear();
        events.clear();
    }

    void refused(JobKey key, GrokVideoException why) {
        refusals.put(key, why);
    }

    void shareReached(BudgetState state, BigDecimal share) {
        events.add(listener -> listener.shareReached(state, share));
    }

    void charged(String provider, String model, Cost estimate, Cost actual) {
        events.add(listener -> listener.charged(provider, model, estimate, actual));
    }

    /** Why the entry with this key, which the transaction recorded, was not kept; or {@code null}. */
    GrokVideoException refusal(JobKey key) {
        return refusals.get(key);
    }

    void tell(BudgetListener listener) {
        if (listener != null) {
            events.forEach(event -> event.tell(listener));
        }
    }
}
