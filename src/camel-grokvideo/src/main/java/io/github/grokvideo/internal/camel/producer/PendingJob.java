package io.github.grokvideo.internal.camel.producer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

import org.apache.camel.Exchange;

/**
 * What is known of a submission until its step succeeds, so that a redelivery resumes instead of submitting again. When
 * the step fails, the exchange keeps it as a property, since a redelivery restores the original headers.
 *
 * @param step           which step of the route it belongs to
 * @param fingerprint    of the request, as bytes: there may be a hundred thousand of these
 * @param idempotencyKey under which it was, or is about to be, submitted; {@code null} once it is of no use
 * @param recorded       whether the job store has an entry with the key
 * @param deliveries     the redelivery counter with which the step failed last
 * @param first          the first of the jobs that the request takes
 * @param others         the others; there are seldom any
 */
record PendingJob(
        Step step, byte[] fingerprint, String idempotencyKey, boolean recorded, int deliveries, Part first,
        List<Part> others)
        implements
            Serializable {

    private static final String PROPERTY = "CamelGrokVideoPendingJob";
    private static final HexFormat HEX = HexFormat.of();

    /**
     * One step of a route. Both texts are shared by all exchanges.
     *
     * @param node        its id in the route, or {@code null}
     * @param endpointUri what it sends to; may hold secrets
     */
    record Step(String node, String endpointUri) implements Serializable {

        static Step of(Exchange exchange, String endpointUri) {
            return new Step(exchange.getExchangeExtension().getHistoryNodeId(), endpointUri);
        }
    }

    /**
     * @param jobId          the job, or {@code null} until the gateway names it
     * @param maybeSubmitted whether it was submitted with an unknown outcome
     * @param repeatable     whether submitting it once more is harmless, thanks to its key
     * @param provider       that it was, or is about to be, submitted to; {@code null} if that is not known
     * @param reused         whether the job is that of an earlier request
     */
    record Part(String jobId, boolean maybeSubmitted, boolean repeatable, String provider, boolean reused)
            implements
                Serializable {

        static final Part NEW = new Part(null, false, true, null, false);

        Part at(String newProvider) {
            return new Part(jobId, maybeSubmitted, repeatable, newProvider, reused);
        }

        Part reused(boolean isReused) {
            return isReused ? new Part(jobId, maybeSubmitted, repeatable, provider, true) : NEW.at(provider);
        }

        Part accepted(String id) {
            return new Part(id, false, false, provider, reused);
        }

        Part unknown(boolean isRepeatable) {
            return new Part(null, true, isRepeatable, provider, false);
        }
    }

    PendingJob {
        others = List.copyOf(others);
    }

    /** One for each job that the request takes. */
    List<Part> parts() {
        if (others.isEmpty()) {
            return List.of(first);
        }
        List<Part> all = new ArrayList<>(others);
        all.add(0, first);
        return all;
    }

    private PendingJob with(String key, int counted, List<Part> parts) {
        return new PendingJob(step, fingerprint, key, recorded, counted, parts.get(0), parts.subList(1, parts.size()));
    }

    static PendingJob start(Step step, String fingerprint, String idempotencyKey, boolean recorded, int jobs) {
        return new PendingJob(
                step, HEX.parseHex(fingerprint), idempotencyKey, recorded, 0, Part.NEW,
                Collections.nCopies(jobs - 1, Part.NEW));
    }

    /**
     * The submission that this step of this exchange has started, or {@code null}.
     *
     * @param fingerprint of the request at hand; {@code null} if it is unknown, and then only a redelivery matches
     */
    static PendingJob of(Exchange exchange, Step step, String fingerprint) {
        PendingJob pending = exchange.getProperty(PROPERTY, PendingJob.class);
        if (pending == null || !pending.step.equals(step)) {
            return null;
        }
        // the header stays when an earlier step was redelivered; only a counter that has grown speaks of this one
        boolean redelivered = counter(exchange) > pending.deliveries;
        return redelivered || pending.isOf(fingerprint) ? pending : null;
    }

    /** Whether it is a submission of a request with this fingerprint. */
    boolean isOf(String otherFingerprint) {
        return fingerprintText().equals(otherFingerprint);
    }

    String fingerprintText() {
        return HEX.formatHex(fingerprint);
    }

    /** The same, after a delivery of the exchange to this step has failed. */
    PendingJob afterDelivery(Exchange exchange) {
        return with(idempotencyKey, counter(exchange), parts());
    }

    private static int counter(Exchange exchange) {
        Integer counter = exchange.getIn().getHeader(Exchange.REDELIVERY_COUNTER, Integer.class);
        return counter == null ? 0 : counter;
    }

    void keep(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static void forget(Exchange exchange) {
        exchange.removeProperty(PROPERTY);
    }

    Part part(int number) {
        return number == 0 ? first : others.get(number - 1);
    }

    PendingJob with(int number, Part part) {
        List<Part> changed = new ArrayList<>(parts());
        changed.set(number, part);
        // the only job has its id: nothing is submitted or looked up under the key any more
        boolean done = !recorded && others.isEmpty() && part.jobId() != null;
        return with(done ? null : idempotencyKey, deliveries, changed);
    }

    /** The ids that are known, in order. */
    List<String> jobIds() {
        return parts().stream().map(Part::jobId).filter(Objects::nonNull).toList();
    }

    /** The ids of the jobs that are those of earlier requests. */
    List<String> reusedIds() {
        return parts().stream().filter(part -> part.reused() && part.jobId() != null).map(Part::jobId).toList();
    }

    /** Whether every job was submitted, so that the request itself is not needed again. */
    boolean isSubmitted() {
        return parts().stream().noneMatch(Part::repeatable);
    }

    /** Whether a job exists, or may exist. */
    boolean isStarted() {
        return parts().stream().anyMatch(part -> part.jobId() != null || part.maybeSubmitted());
    }

    /** Not the step, which is a URI that may hold secrets. */
    @Override
    public String toString() {
        return "PendingJob" + jobIds();
    }
}
