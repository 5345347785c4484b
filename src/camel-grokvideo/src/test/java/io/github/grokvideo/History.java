package io.github.grokvideo;

import java.util.List;

/**
 * What befalls a few requests and the machines that make them, told before it happens.
 *
 * @param providers      whose API is spoken; of several, each machine prefers one of them
 * @param inDatabase     whether submissions are remembered in a database, otherwise in memory
 * @param machines       how many share the database
 * @param waiting        whether requests are generated; otherwise they are submitted, and {@code grokvideo:results}
 *                       hands them on
 * @param named          whether each message names an idempotency key
 * @param spaced         whether submissions to the gateway are spaced in time
 * @param notified       whether the gateway tells of the ends of jobs, each twice, where it can
 * @param requests       what is asked for
 * @param creates        what becomes of submissions, in the order of their coming; later ones are well
 * @param reads          what becomes of questions about jobs, likewise
 * @param deaths         after how many steps each machine dies without a goodbye, in the order of their starts; 0 for
 *                       never
 * @param stopAt         at which step of all one machine is stopped and started again; 0 for never
 * @param outageAt       at which step of all the database goes away; 0 for never
 * @param outageSeconds  how long it stays away
 * @param patientSeconds how long an exchange waits for its job
 * @param seed           of the order in which things that may happen at the same time do
 */
record History(
        List<GrokVideoProvider> providers, boolean inDatabase, int machines, boolean waiting, boolean named, boolean spaced,
        boolean notified, List<Request> requests, List<Create> creates, List<Read> reads, List<Integer> deaths, int stopAt,
        int outageAt,
        int outageSeconds,
        int patientSeconds, long seed) {

    /** With one provider. */
    History(
            GrokVideoProvider provider, boolean inDatabase, int machines, boolean waiting, boolean named, boolean spaced,
            boolean notified, List<Request> requests, List<Create> creates, List<Read> reads, List<Integer> deaths,
            int stopAt, int outageAt, int outageSeconds, int patientSeconds, long seed) {
        this(List.of(provider), inDatabase, machines, waiting, named, spaced, notified, requests, creates, reads, deaths,
             stopAt, outageAt, outageSeconds, patientSeconds, seed);
    }

    boolean areSeveral() {
        return providers.size() > 1;
    }

    boolean isOnly(GrokVideoProvider provider) {
        return providers.equals(List.of(provider));
    }

    /**
     * One logical request.
     *
     * @param copies         how often its message is delivered at the same time
     * @param failingResults how many of its results' exchanges fail
     */
    record Request(int copies, int failingResults) {
    }

    /** What becomes of a submission. */
    enum Create {
        OK,
        /** The answer takes longer than the lease. */
        SLOW,
        BAD_REQUEST,
        NO_BALANCE,
        RATE_LIMITED,
        RATE_LIMITED_WITH_HINT,
        SERVER_ERROR,
        UNAVAILABLE,
        RESET_BEFORE_ACCEPTANCE,
        RESET_AFTER_ACCEPTANCE,
        TRUNCATED_ANSWER,
        UNREADABLE_ANSWER,
        /** It never arrives, and nobody says so. */
        TIMEOUT_LOST,
        /** It is accepted when nobody waits for the answer any more. */
        TIMEOUT_THEN_ACCEPTED,
        /** The same, long after everything else. */
        TIMEOUT_ACCEPTED_AT_THE_END,
        JOB_FAILS,
        JOB_IS_MODERATED
    }

    /** What becomes of a question. */
    enum Read {
        OK,
        RATE_LIMITED,
        UNAVAILABLE,
        RESET,
        TRUNCATED_ANSWER,
        TIMEOUT
    }

}
