package io.github.grokvideo.internal.job.limit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.gateway.CallFailure;
import io.github.grokvideo.store.JobKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which accounts at gateways are down, by the outcome of the latest submissions, so that they are not asked first each
 * time. A circuit that is open lets one submission through after some time: if that is answered, it is closed. Used
 * where there is a choice of gateways; it never keeps a submission from being sent to the last one.
 */
public final class Circuits {

    private static final Logger LOG = LoggerFactory.getLogger(Circuits.class);
    private static final int FAILURES_UNTIL_OPEN = 3;
    private static final Duration SHORTEST = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MAX_CIRCUITS = 1000;

    /** The state of a circuit. */
    public enum State {
        /** Submissions go through. */
        CLOSED,
        /** The next submission is a probe. */
        HALF_OPEN,
        /** Submissions go elsewhere. */
        OPEN
    }

    /** An account whose latest submissions have failed; one that has none is closed. */
    private static final class Circuit {

        private int failures;
        private boolean open;
        private boolean probing;
        private Duration length = SHORTEST;
        private long until;
    }

    private final LongSupplier nanoTime;
    private final Map<JobKey, Circuit> circuits = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<JobKey, Circuit> eldest) {
            return size() > MAX_CIRCUITS;
        }
    };

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    public Circuits(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * An account at a gateway, as its latest submissions show it.
     *
     * @param failures of the latest submissions, one after the other
     * @param left     the time until one submission is let through; zero unless it is open
     */
    public record Snapshot(String provider, String gateway, State state, int failures, Duration left) {
    }

    /** Those whose latest submissions have failed; all others are closed. */
    public synchronized List<Snapshot> snapshots() {
        long now = nanoTime.getAsLong();
        return circuits.entrySet().stream().map(entry -> {
            Circuit circuit = entry.getValue();
            State state = state(circuit);
            return new Snapshot(
                    entry.getKey().provider(), entry.getKey().gateway(), state, circuit.failures,
                    state == State.OPEN ? Duration.ofNanos(circuit.until - now) : Duration.ZERO);
        }).toList();
    }

    private State state(Circuit circuit) {
        if (circuit == null || !circuit.open) {
            return State.CLOSED;
        }
        return nanoTime.getAsLong() - circuit.until < 0 ? State.OPEN : State.HALF_OPEN;
    }

    /** The state of an account: provider, authority and, as the key, the account there. */
    public synchronized State state(JobKey account) {
        return state(circuits.get(account));
    }

    /** How many accounts of a provider are in a state other than {@link State#CLOSED}. */
    public synchronized int count(String provider, State state) {
        // a copy, since each look at one counts as use of it
        return (int) List.copyOf(circuits.keySet()).stream()
                .filter(account -> account.provider().equals(provider) && state(account) == state).count();
    }

    /** Whether {@link #pass} would be {@code true}. */
    public boolean isPassable(JobKey account) {
        return state(account) != State.OPEN;
    }

    /** Whether a submission may be sent now. One that is the probe keeps others away until it is answered, or lost. */
    public synchronized boolean pass(JobKey account) {
        State state = state(account);
        if (state == State.HALF_OPEN) {
            Circuit circuit = circuits.get(account);
            circuit.probing = true;
            circuit.until = nanoTime.getAsLong() + circuit.length.toNanos();
        }
        return state != State.OPEN;
    }

    /** A submission was answered: accepted, or refused for what it asks. */
    public void answered(JobKey account) {
        Circuit before;
        synchronized (this) {
            before = circuits.remove(account);
        }
        if (before != null && before.open) {
            LOG.info("{} at {} accepts submissions again", account.provider(), account.gateway());
        }
    }

    /** A submission has failed. */
    public void failed(JobKey account, CallFailure failure) {
        if (!failure.isOutage() && !failure.refusesAll()) {
            answered(account);
            return;
        }
        if (opens(account, failure)) {
            LOG.warn("{} at {} is not asked first for a while, since it is down or refuses all submissions: {}",
                    account.provider(), account.gateway(), failure.getMessage());
        }
    }

    private synchronized boolean opens(JobKey account, CallFailure failure) {
        Circuit circuit = circuits.computeIfAbsent(account, key -> new Circuit());
        circuit.failures++;
        if (circuit.open && !circuit.probing) {
            // sent before it was opened
            return false;
        }
        if (!circuit.open && !failure.refusesAll() && circuit.failures < FAILURES_UNTIL_OPEN) {
            return false;
        }
        boolean first = !circuit.open;
        if (!first) {
            circuit.length = min(circuit.length.multipliedBy(2), LONGEST);
        }
        circuit.open = true;
        circuit.probing = false;
        Duration asked = failure.retryAfter();
        circuit.until = nanoTime.getAsLong() + (asked == null || asked.isNegative()
                ? circuit.length
                : min(asked, LONGEST)).toNanos();
        return first;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
