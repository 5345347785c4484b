package io.github.grokvideo;

import org.apache.camel.Exchange;

/**
 * What an exchange remembers of a submission until it is over, so that a redelivery resumes and does not submit again.
 * It lives in an exchange property, since a redelivery puts the original headers back.
 *
 * @param step           which step of the route it belongs to
 * @param fingerprint    of the request
 * @param idempotencyKey under which it was, or is about to be, submitted
 * @param jobId          the job, or {@code null} as long as the gateway has not named it
 */
record PendingJob(String step, String fingerprint, String idempotencyKey, String jobId) {

    private static final String PROPERTY = "CamelGrokVideoPendingJob";

    /**
     * The submission that this step of this exchange has begun, or {@code null}.
     *
     * @param fingerprint of the request at hand; {@code null} if it is not known, and then only a redelivery matches
     */
    static PendingJob of(Exchange exchange, String step, String fingerprint) {
        PendingJob pending = exchange.getProperty(PROPERTY, PendingJob.class);
        if (pending == null || !pending.step.equals(step)) {
            return null;
        }
        boolean redelivered = Boolean.TRUE.equals(exchange.getIn().getHeader(Exchange.REDELIVERED, Boolean.class));
        return redelivered || pending.fingerprint.equals(fingerprint) ? pending : null;
    }

    static String step(Exchange exchange, String endpointUri) {
        return exchange.getExchangeExtension().getHistoryNodeId() + " " + endpointUri;
    }

    void keep(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    PendingJob accepted(String id) {
        return new PendingJob(step, fingerprint, idempotencyKey, id);
    }

    static void forget(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    /** Not the step, which is a URI that may hold secrets. */
    @Override
    public String toString() {
        return "PendingJob[" + jobId + "]";
    }
}
