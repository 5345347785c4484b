package io.github.grokvideo.store;

import java.sql.SQLException;

import io.github.grokvideo.model.VideoJob;

/** A job store within a transaction that is open: what fails in it fails the transaction. */
final class OpenTransaction extends JdbcOperations {

    /** Takes an {@link SQLException} through an operation, which declares none. */
    static final class FailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        FailedException(SQLException cause) {
            super(cause);
        }

        @Override
        public synchronized SQLException getCause() {
            return (SQLException) super.getCause();
        }
    }

    private final JobTable table;

    OpenTransaction(JobTable table) {
        this.table = table;
    }

    @Override
    <T> T call(String what, Work<T> work) {
        try {
            return work.with(table);
        } catch (SQLException e) {
            throw new FailedException(e);
        }
    }

    @Override
    void write(String what, VideoJob job, Writing writing) {
        String json = StoredJobJson.write(job);
        run(what, same -> writing.write(same, job, json));
    }
}
