package io.github.grokvideo.internal.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of gateways by their latest responses, so that a health check sends no request to a paid API. Logs, once
 * and not for each job, that a gateway cannot be reached and that it responds again.
 */
public final class GatewayHealth {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayHealth.class);
    private static final int FAILURES_UNTIL_DOWN = 3;
    /** The minimum time between two reports of a gateway. */
    private static final long REPORT_GAP = Duration.ofMinutes(1).toNanos();

    private record State(String problem, int failures, boolean rejectsKey) {
    }

    /** Whether a gateway can be reached. */
    private static final class Reachability {

        private final AtomicLong responses = new AtomicLong();
        private volatile int failures;
        private boolean reported;
        private Long reportedAt;
    }

    private final LongSupplier nanoTime;
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Map<String, Reachability> reaches = new ConcurrentHashMap<>();

    public GatewayHealth() {
        this(System::nanoTime);
    }

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    public GatewayHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many responses a gateway sent since the component was created. */
    long responses(String authority) {
        Reachability reach = reaches.get(authority);
        return reach == null ? 0 : reach.responses.get();
    }

    void responded(String authority, int status) {
        Reachability reach = reaches.computeIfAbsent(authority, key -> new Reachability());
        reach.responses.incrementAndGet();
        if (reach.failures > 0) {
            reachable(authority, reach);
        }
        if (status == 401 || status == 403) {
            states.put(authority, new State("rejects the API key (HTTP " + status + ")", 0, true));
        } else if (status >= 500) {
            failed(authority, "returns HTTP " + status);
        } else {
            // the usual case, which is frequent with a hundred thousand jobs
            if (states.containsKey(authority)) {
                states.remove(authority);
            }
        }
    }

    void failed(String authority, String problem) {
        states.compute(authority, (key, state) -> new State(problem, state == null ? 1 : state.failures() + 1, false));
    }

    /**
     * A request did not reach the gateway, or something else responded.
     *
     * @param responsesBefore     the {@link #responses} when it was sent: if there were others meanwhile, it is no
     *                            outage
     * @param failuresUntilOutage how many consecutive failures are an outage
     */
    void unreachable(String authority, String problem, long responsesBefore, int failuresUntilOutage) {
        Reachability reach = reaches.computeIfAbsent(authority, key -> new Reachability());
        synchronized (reach) {
            if (reach.responses.get() != responsesBefore) {
                return;
            }
            reach.failures++;
            long now = nanoTime.getAsLong();
            boolean tooSoon = reach.reportedAt != null && now - reach.reportedAt < REPORT_GAP;
            if (reach.reported || tooSoon || reach.failures < failuresUntilOutage) {
                return;
            }
            reach.reported = true;
            reach.reportedAt = now;
        }
        LOG.warn("{}. Submissions are retried up to requestRetries times, status requests until the jobTimeout of"
                 + " each job. This is logged once; an INFO follows when the gateway responds again",
                problem);
    }

    private static void reachable(String authority, Reachability reach) {
        boolean reported;
        synchronized (reach) {
            reported = reach.reported;
            reach.reported = false;
            reach.failures = 0;
        }
        if (reported) {
            LOG.info("The gateway at {} responds again", authority);
        }
    }

    /** The problem of a gateway, or {@code null} if none is known. */
    public String problem(String authority) {
        State state = states.get(authority);
        if (state == null) {
            return null;
        }
        if (state.rejectsKey()) {
            return authority + " " + state.problem();
        }
        return state.failures() < FAILURES_UNTIL_DOWN
                ? null
                : authority + " " + state.problem() + ", " + state.failures() + " consecutive times";
    }
}
