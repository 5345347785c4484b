package io.github.grokvideo.benchmark;

/**
 * What a look for work costs beside many rows, in PostgreSQL. All times are medians, in milliseconds.
 *
 * @param open        jobs that are claimed and wait
 * @param finished    jobs that are over, and kept
 * @param held        of the open ones, those whose leases are renewed
 * @param nothing     a look that finds nothing
 * @param ten         a look that finds ten jobs, and claims them
 * @param renewal     of the leases of all that one consumer holds
 * @param tableBytes  of the table, without its indexes
 * @param indexBytes  of its indexes
 * @param fillSeconds what it took to put the rows there
 */
public record ClaimsResult(
        long open, long finished, long held, double nothing, double ten, double renewal, long tableBytes, long indexBytes,
        double fillSeconds) {
}
