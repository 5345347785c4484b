package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.grokvideo.model.BudgetState;

/** The counters of budgets in {@link MemoryJobStore}, whose lock guards them. */
final class MemoryBudgets {

    private static final Duration KEPT = Duration.ofDays(62);
    private static final int MANY = 10_000;

    private final Map<BudgetKey, BudgetCounter> counters = new TreeMap<>(BudgetKey.ORDER);

    /** Whether the budgets permit the intent, which is then reserved. */
    boolean reserve(Intent intent, Instant now, BudgetNews news) {
        if (intent.spending().budgets().isEmpty()) {
            return true;
        }
        BudgetChanges changes = new BudgetChanges();
        changes.intend(intent);
        return apply(changes, now, news).isEmpty();
    }

    /** Counts something else for an entry. */
    void replace(MemoryEntry entry, List<BudgetEntry> counted) {
        if (!entry.budgets.equals(counted)) {
            BudgetChanges changes = new BudgetChanges();
            changes.replace(entry.budgets, counted);
            apply(changes, Instant.EPOCH, new BudgetNews());
            entry.budgets = counted;
        }
    }

    private List<Intent> apply(BudgetChanges changes, Instant now, BudgetNews news) {
        changes.counters(now).keySet().forEach(key -> counters.computeIfAbsent(key, unused -> BudgetCounter.unused()));
        List<Intent> refused = changes.apply(counters, now, news);
        if (counters.size() > MANY && now.isAfter(Instant.EPOCH)) {
            String old = now.minus(KEPT).toString();
            counters.entrySet().removeIf(
                    entry -> entry.getKey().window().compareTo(old) < 0 && entry.getValue().reserved.signum() == 0
                            && !entry.getKey().window().equals(Instant.EPOCH.toString()));
        }
        return refused;
    }

    List<BudgetState> states(Budget budget, Instant now) {
        BudgetKey any = BudgetKey.of(budget, "", now);
        List<BudgetState> states = new ArrayList<>();
        counters.forEach((key, counter) -> {
            if (key.equals(new BudgetKey(any.budget(), key.scope(), any.window(), any.currency()))) {
                states.add(budget.state(key.scope(), now, counter.spent, counter.reserved));
            }
        });
        return states;
    }

    BudgetState correct(Budget budget, String scope, BigDecimal amount, Instant now) {
        BudgetKey key = BudgetKey.of(budget, scope, now);
        BudgetCounter counter = counters.computeIfAbsent(key, unused -> BudgetCounter.unused());
        counter.spent = counter.spent.add(amount);
        return budget.state(key.scope(), now, counter.spent, counter.reserved);
    }
}
