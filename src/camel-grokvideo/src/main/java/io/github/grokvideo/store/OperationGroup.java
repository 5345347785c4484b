package io.github.grokvideo.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.github.grokvideo.model.VideoJob;

/**
 * Runs operations in one open transaction, in their order as far as one can tell: those of one kind that concern
 * different entries together, as one statement on many rows or as a batch.
 */
final class OperationGroup {

    private final JobTable table;
    private final OpenTransaction transaction;
    private final Object[] results;
    // what is run together next: by kind, with the place of each operation
    private final Map<Class<?>, Map<JobKey, Integer>> next = new LinkedHashMap<>();
    private final Set<JobKey> keys = new HashSet<>();
    private final List<? extends Function<JobStore, ?>> operations;

    private OperationGroup(JobTable table, List<? extends Function<JobStore, ?>> operations) {
        this.table = table;
        this.transaction = new OpenTransaction(table);
        this.operations = operations;
        this.results = new Object[operations.size()];
    }

    /** Their results, in their order. */
    static List<Object> run(JobTable table, List<? extends Function<JobStore, ?>> operations) throws SQLException {
        OperationGroup group = new OperationGroup(table, operations);
        for (int i = 0; i < operations.size(); i++) {
            group.add(i, operations.get(i));
        }
        group.flush();
        return Arrays.asList(group.results);
    }

    private void add(int place, Function<JobStore, ?> operation) throws SQLException {
        if (!(operation instanceof JobOperation<?> known) || known.key().key() == null || !isRunTogether(known)) {
            flush();
            results[place] = operation.apply(transaction);
            return;
        }
        if (!keys.add(known.key())) {
            flush();
            keys.add(known.key());
        }
        // in the order of their keys, so that two groups do not wait for each other
        next.computeIfAbsent(operation.getClass(), kind -> new TreeMap<>(JobKey.ORDER)).put(known.key(), place);
    }

    // a batch has no results
    private boolean isRunTogether(JobOperation<?> operation) {
        return table.hasMultiRowStatements()
                || !(operation instanceof JobOperation.Reserve || operation instanceof JobOperation.StartDelivery);
    }

    private void flush() throws SQLException {
        for (Map<JobKey, Integer> places : next.values()) {
            runTogether(places);
        }
        next.clear();
        keys.clear();
    }

    private void runTogether(Map<JobKey, Integer> places) throws SQLException {
        List<JobOperation<?>> same = new ArrayList<>();
        places.values().forEach(place -> same.add((JobOperation<?>) operations.get(place)));
        JobStatement statement = JobStatement.of(same.get(0));
        Map<JobKey, Object> answers = statement == JobStatement.RESERVE ? reserve(same) : change(statement, same);
        same.forEach(table::noteDue);
        places.forEach((key, place) -> results[place] = answers.get(key));
    }

    private Map<JobKey, Object> reserve(List<JobOperation<?>> same) throws SQLException {
        Map<JobKey, Object> answers = new HashMap<>();
        Set<JobKey> inserted = new HashSet<>();
        List<Object[]> rows = new ArrayList<>();
        for (JobOperation<?> operation : same) {
            Intent intent = ((JobOperation.Reserve) operation).intent();
            rows.add(JobStatement.reserve(intent, table.budgets().entries(intent)));
        }
        table.run(JobStatement.RESERVE.multiRow(), rows, row -> inserted.add(JobRow.key(row)));
        for (JobOperation<?> operation : same) {
            Intent intent = ((JobOperation.Reserve) operation).intent();
            if (inserted.contains(intent.key())) {
                table.budgets().reserved(intent);
                answers.put(intent.key(), StoredJob.reserved(intent));
            } else {
                answers.put(intent.key(), table.findExisting(intent.key()));
            }
        }
        return answers;
    }

    private Map<JobKey, Object> change(JobStatement statement, List<JobOperation<?>> same) throws SQLException {
        Map<JobKey, Object> answers = new HashMap<>();
        if (statement == JobStatement.START_DELIVERY) {
            same.forEach(operation -> answers.put(operation.key(), 0));
        }
        List<Object[]> rows = same.stream().map(JobStatement::values).toList();
        if (statement == JobStatement.FINISHED) {
            finish(rows, same);
        } else {
            table.run(statement.multiRow(), rows, row -> answers.put(JobRow.key(row), row.getInt("deliveries")));
        }
        return answers;
    }

    private void finish(List<Object[]> rows, List<JobOperation<?>> same) throws SQLException {
        Map<JobKey, VideoJob> ends = new HashMap<>();
        same.forEach(operation -> ends.put(operation.key(), ((JobOperation.Finished) operation).job()));
        Set<JobKey> finished = new HashSet<>();
        int[] changed = table.run(JobStatement.FINISHED.multiRow(), rows, row -> {
            JobKey key = JobRow.key(row);
            finished.add(key);
            table.budgets().finished(row, ends.get(key));
        });
        for (int i = 0; i < rows.size(); i++) {
            JobKey key = same.get(i).key();
            // some drivers do not know of a batch what it has changed
            if (changed == null ? !finished.contains(key) : changed[i] <= 0) {
                table.finishedOtherwise(key, rows.get(i), ends.get(key));
            } else if (changed != null) {
                table.budgets().finished(key, ends.get(key));
            }
        }
    }
}
