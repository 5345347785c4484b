package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.BudgetWindow;
import io.github.grokvideo.model.JobStatus;

/**
 * What budgets are, as simply as it can be said: sums of what each submission counts in the window of its recording.
 */
final class BudgetModel {

    static final Budget DAILY = new Budget(
            "daily", BigDecimal.ONE, "USD", BudgetWindow.DAY, ZoneId.of("Europe/Berlin"), List.of(new BigDecimal("0.5")));
    static final Budget ALL
            = new Budget("all", new BigDecimal("1.80"), "USD", BudgetWindow.EVER, ZoneId.of("UTC"), List.of());

    /** What a submission counts; {@code spent} is null while it is reserved. The job has its id once it is accepted. */
    private record Entry(String daily, BigDecimal estimate, BigDecimal spent, boolean accepted, String id) {

        Entry with(BigDecimal newSpent, boolean isAccepted) {
            return new Entry(daily, estimate, newSpent, isAccepted, id);
        }
    }

    private static final String EVER = "all//" + Instant.EPOCH;
    private static final String OLD = "old-";
    private static final String REFUSED = "refused-";

    private final Clock clock;
    private final Map<String, Entry> entries = new TreeMap<>();
    // of submissions that are not recorded any more, and of corrections
    private final Map<String, BigDecimal> others = new HashMap<>();
    private int ids;

    BudgetModel(Clock clock) {
        this.clock = clock;
    }

    BudgetModel copy() {
        BudgetModel copy = new BudgetModel(clock);
        copy.entries.putAll(entries);
        copy.others.putAll(others);
        copy.ids = ids;
        return copy;
    }

    private String daily(String tenant) {
        return "daily/" + tenant + "/" + BudgetWindow.DAY.start(clock.instant(), DAILY.zone());
    }

    private BigDecimal spent(String key) {
        return entries.values().stream().filter(entry -> entry.spent != null && isOf(entry, key)).map(Entry::spent)
                .reduce(others.getOrDefault(key, BigDecimal.ZERO), BigDecimal::add);
    }

    private BigDecimal reserved(String key) {
        return entries.values().stream().filter(entry -> entry.spent == null && isOf(entry, key)).map(Entry::estimate)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static boolean isOf(Entry entry, String key) {
        return key.equals(EVER) || key.equals(entry.daily);
    }

    boolean isKnown(String name) {
        return entries.containsKey(name);
    }

    /** Whether it is recorded now. */
    boolean reserve(String name, String tenant, BigDecimal amount) {
        if (isKnown(name)) {
            return true;
        }
        String daily = daily(tenant);
        boolean fits = spent(daily).add(reserved(daily)).add(amount).compareTo(DAILY.amount()) <= 0
                && spent(EVER).add(reserved(EVER)).add(amount).compareTo(ALL.amount()) <= 0;
        if (fits) {
            entries.put(name, new Entry(daily, amount, null, false, "job-" + name + "-" + ids++));
        }
        return fits;
    }

    /** The id that the gateway gives the job of a name, or would. */
    String idOf(String name) {
        return isKnown(name) ? entries.get(name).id : "job-nothing";
    }

    /** The same as far as the store knows it, or {@code null}. */
    String knownIdOf(String name) {
        return isKnown(name) && entries.get(name).accepted ? entries.get(name).id : null;
    }

    /** The job that had this name before it was given another one; {@code null} if there is none, or without an id. */
    String formerIdOf(String name) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(OLD + "job-" + name + "-") && entry.getValue().accepted)
                .map(entry -> entry.getValue().id).reduce((first, last) -> last).orElse(null);
    }

    /** What it is called when it gives up its name. */
    String newNameOf(String name) {
        return OLD + idOf(name);
    }

    void rename(String name) {
        if (isKnown(name)) {
            String newName = newNameOf(name);
            entries.put(newName, entries.remove(name));
        }
    }

    /** Nothing was accepted, and this was charged. */
    void refuse(String name, BigDecimal charged) {
        if (isKnown(name) && !entries.get(name).accepted) {
            Entry entry = entries.remove(name);
            entries.put(REFUSED + entry.id, entry.with(charged, false));
        }
    }

    void finishById(String id, JobStatus end, BigDecimal cost) {
        entries.entrySet().stream().filter(entry -> entry.getValue().id.equals(id)).map(Map.Entry::getKey).findFirst()
                .ifPresent(name -> finish(name, end, cost));
    }

    void accept(String name) {
        entries.computeIfPresent(name, (same, entry) -> entry.with(entry.spent, true));
    }

    void withdraw(String name) {
        entries.computeIfPresent(name, (same, entry) -> entry.accepted ? entry : null);
    }

    void finish(String name, JobStatus end, BigDecimal cost) {
        entries.computeIfPresent(name, (same, entry) -> {
            // a cancelled job stays reserved, and one that has expired
            BigDecimal unbilled = end == JobStatus.FAILED ? BigDecimal.ZERO : null;
            BigDecimal unnamed
                    = entry.spent != null ? entry.spent : end == JobStatus.COMPLETED ? entry.estimate : unbilled;
            return entry.with(cost == null ? unnamed : cost, true);
        });
    }

    /** What may have been sent counts as billed. */
    void remove(String name) {
        Entry entry = entries.remove(name);
        if (entry != null) {
            BigDecimal counted = entry.spent == null ? entry.estimate : entry.spent;
            others.merge(entry.daily, counted, BigDecimal::add);
            others.merge(EVER, counted, BigDecimal::add);
        }
    }

    void correct(String tenant, BigDecimal amount) {
        others.merge(daily(tenant), amount, BigDecimal::add);
    }

    /** What is counted, without what is zero. */
    TreeMap<String, String> all() {
        TreeMap<String, String> all = new TreeMap<>();
        put(all, EVER, spent(EVER), reserved(EVER));
        entries.values().forEach(entry -> put(all, entry.daily, spent(entry.daily), reserved(entry.daily)));
        others.keySet().forEach(key -> put(all, key, spent(key), reserved(key)));
        return all;
    }

    TreeMap<String, String> entries() {
        TreeMap<String, String> all = new TreeMap<>();
        entries.forEach(
                (name, entry) -> putEntry(all, name, entry.estimate, entry.spent, entry.accepted ? entry.id : null));
        return all;
    }

    /** What is counted in the windows of this moment. */
    TreeMap<String, String> now() {
        TreeMap<String, String> now = new TreeMap<>();
        for (String key : List.of(EVER, daily("acme"), daily("other"))) {
            put(now, key, spent(key), reserved(key));
        }
        return now;
    }

    /** The same, as a store says. */
    TreeMap<String, String> now(JobStore store) {
        TreeMap<String, String> now = new TreeMap<>();
        for (Budget budget : List.of(DAILY, ALL)) {
            for (BudgetState state : store.budgetStates(budget)) {
                put(now, state.budget() + "/" + state.scope() + "/" + state.since(), state.spent(), state.reserved());
            }
        }
        return now;
    }

    // a store invents names of what was refused
    static void putEntry(Map<String, String> all, String name, BigDecimal estimate, BigDecimal spent, String id) {
        String text = text(estimate, spent) + " " + id;
        if (name.startsWith(REFUSED)) {
            all.merge("refused: " + text, "1", (before, one) -> before + one);
        } else {
            all.put(name, text);
        }
    }

    static void put(Map<String, String> all, String key, BigDecimal spent, BigDecimal reserved) {
        if (spent.signum() != 0 || reserved.signum() != 0) {
            all.put(key, text(spent, reserved));
        }
    }

    static String text(BigDecimal one, BigDecimal other) {
        return plain(one) + " " + plain(other);
    }

    private static String plain(BigDecimal number) {
        return number == null ? "-" : number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
