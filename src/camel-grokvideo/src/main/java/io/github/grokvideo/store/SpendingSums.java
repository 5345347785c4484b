package io.github.grokvideo.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.SpendingGroup;
import io.github.grokvideo.model.SpendingRow;

/** Adds up what jobs have cost, by the groups of a query. */
final class SpendingSums {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * What is known of a job.
     *
     * @param estimate its estimate, or {@code null}
     * @param charged  what was charged once it has ended; {@code null} before
     * @param compared whether what was charged is the final cost of a completed job, of which there was an estimate
     * @param budgets  what it counts for budgets
     */
    record Job(
            Instant at, String route, String provider, String model, String user, Cost estimate, Cost charged, boolean ended,
            boolean compared, List<BudgetEntry> budgets) {

        String currency() {
            return charged != null ? charged.currency() : estimate != null ? estimate.currency() : null;
        }
    }

    /** Day, route, provider, model, user, budget, scope and currency. */
    private record Key(List<String> values) {

        static final Comparator<Key> ORDER = (one, other) -> Arrays.compare(
                one.values.toArray(String[]::new), other.values.toArray(String[]::new),
                Comparator.nullsFirst(Comparator.naturalOrder()));
    }

    private static final class Sum {
        private long jobs;
        private long open;
        private BigDecimal actual = BigDecimal.ZERO;
        private BigDecimal estimate = BigDecimal.ZERO;
        private BigDecimal reserved = BigDecimal.ZERO;
        private BigDecimal comparedActual = BigDecimal.ZERO;
        private BigDecimal comparedEstimate = BigDecimal.ZERO;

        void add(Job job) {
            BigDecimal expected = job.estimate() == null ? BigDecimal.ZERO : job.estimate().amount();
            jobs++;
            if (!job.ended()) {
                open++;
                reserved = reserved.add(expected);
                return;
            }
            BigDecimal charged = job.charged() == null ? BigDecimal.ZERO : job.charged().amount();
            actual = actual.add(charged);
            estimate = estimate.add(expected);
            if (job.compared()) {
                comparedActual = comparedActual.add(charged);
                comparedEstimate = comparedEstimate.add(expected);
            }
        }

        private BigDecimal deviation() {
            return comparedEstimate.signum() == 0
                    ? null
                    : plain(comparedActual.subtract(comparedEstimate).multiply(HUNDRED)
                            .divide(comparedEstimate, 1, RoundingMode.HALF_EVEN));
        }
    }

    private final SpendingQuery query;
    private final Map<Key, Sum> sums = new TreeMap<>(Key.ORDER);

    SpendingSums(SpendingQuery query) {
        this.query = query;
    }

    void add(Job job) {
        if (!by(SpendingGroup.SCOPE)) {
            add(job, null);
            return;
        }
        job.budgets().forEach(entry -> add(job, entry));
    }

    private void add(Job job, BudgetEntry entry) {
        Key key = new Key(
                Arrays.asList(
                        by(SpendingGroup.DAY) ? LocalDate.ofInstant(job.at(), query.zone()).toString() : null,
                        by(SpendingGroup.ROUTE) ? job.route() : null, by(SpendingGroup.PROVIDER) ? job.provider() : null,
                        by(SpendingGroup.MODEL) ? job.model() : null, by(SpendingGroup.USER) ? job.user() : null,
                        entry == null ? null : entry.budget(), entry == null ? null : entry.scope(), job.currency()));
        sums.computeIfAbsent(key, unused -> new Sum()).add(job);
    }

    private boolean by(SpendingGroup group) {
        return query.by().contains(group);
    }

    /** In the order of their values. */
    List<SpendingRow> rows() {
        return sums.entrySet().stream().map(group -> row(group.getKey().values(), group.getValue())).toList();
    }

    private static SpendingRow row(List<String> values, Sum sum) {
        return new SpendingRow(
                values.get(0), values.get(1), values.get(2), values.get(3), values.get(4), values.get(5), values.get(6),
                values.get(7), sum.jobs, sum.open, plain(sum.actual), plain(sum.estimate), plain(sum.reserved),
                sum.deviation());
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
