package io.github.grokvideo.store;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;

/**
 * What a database means by its errors, beyond what their SQLStates say everywhere.
 *
 * @param conflicts numbers of failures that are over when the transaction is run again
 * @param ofData    numbers of values that a column cannot hold
 * @param readOnly  numbers of databases that nothing can be written to
 */
record DatabaseErrors(Set<Integer> conflicts, Set<Integer> ofData, Set<Integer> readOnly) {

    static final DatabaseErrors STANDARD = new DatabaseErrors(Set.of(), Set.of(), Set.of());
    /** A row that another transaction changes. */
    static final DatabaseErrors H2 = new DatabaseErrors(Set.of(90131), Set.of(), Set.of());
    /**
     * A row that has changed since it was read, a key that is there, a lock that was not released in time, a deadlock;
     * characters and numbers; servers that are read-only, or locked.
     */
    static final DatabaseErrors MYSQL
            = new DatabaseErrors(Set.of(1020, 1062, 1205, 1213), Set.of(1300, 1366), Set.of(1223, 1290, 1792, 1836));

    /** The SQLState of a write where nothing may be written. */
    static final String READ_ONLY_STATE = "25006";

    // in the messages of MySQL's and MariaDB's drivers and servers, where a statement is longer than it
    private static final String MAX_STATEMENT = "max_allowed_packet";

    /** Whether a statement failed only because somebody else committed, or inserted the same key, at the same time. */
    boolean isConflict(SQLException failure) {
        // serialization failure or deadlock; unique key, which is found when it is run again
        return isOf("40", failure) || isOf("23505", failure) || conflicts.contains(failure.getErrorCode());
    }

    /** Whether a value was refused. */
    boolean isOfData(SQLException failure) {
        // data, integrity (a column that must not be empty), limits of the database
        return isOf("22", failure) || isOf("23", failure) || isOf("54", failure) || ofData.contains(failure.getErrorCode())
                || String.valueOf(failure.getMessage()).contains(MAX_STATEMENT);
    }

    /** Whether other statements need not fail, too: a value, a conflict, a row that was locked for too long. */
    boolean isOfOneStatement(SQLException failure) {
        // 55: locks; HYT, 57014 and SQLTimeoutException: statements that were cancelled since they waited for too long
        return isOfData(failure) || isConflict(failure) || isOf("55", failure) || isOf("HYT", failure)
                || isOf("57014", failure) || failure instanceof SQLTimeoutException;
    }

    /** Whether a transaction was open already, so that its isolation could not be set: every level is correct. */
    boolean isBegun(SQLException failure) {
        return isOf("25001", failure);
    }

    /** Whether nothing can be written. */
    boolean isReadOnly(SQLException failure) {
        return isOf(READ_ONLY_STATE, failure) || readOnly.contains(failure.getErrorCode());
    }

    private static boolean isOf(String state, SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith(state);
    }
}
