package io.github.grokvideo.benchmark.database;

/**
 * What a client has asked of its database.
 *
 * @param statements   that were executed; each entry of a batch is one
 * @param transactions that ended after at least one statement, committed or not
 */
public record DatabaseUse(long statements, long transactions) {

    public DatabaseUse minus(DatabaseUse before) {
        return new DatabaseUse(statements - before.statements, transactions - before.transactions);
    }
}
