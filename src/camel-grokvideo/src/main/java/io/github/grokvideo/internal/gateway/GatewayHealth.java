package io.github.grokvideo.internal.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how gateways answered lately, so that a health check can tell without asking: a question to a paid API
 * would cost the user something. Says in the log, once and not for each job, when a gateway cannot be reached and when
 * it can again.
 */
public final class GatewayHealth {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayHealth.class);
    private static final int FAILURES_THAT_COUNT = 3;
    /** A gateway that comes and goes is not reported more often. */
    private static final long REPORT_GAP = Duration.ofMinutes(1).toNanos();

    private record State(String trouble, int failures, boolean refusesKey) {
    }

    /** Whether a gateway can be reached. */
    private static final class Reach {

        private final AtomicLong answers = new AtomicLong();
        private volatile int failures;
        private boolean reported;
        private Long reportedAt;
    }

    private final LongSupplier nanoTime;
    private final Map<String, State> states = new ConcurrentHashMap<>();
    private final Map<String, Reach> reaches = new ConcurrentHashMap<>();

    public GatewayHealth() {
        this(System::nanoTime);
    }

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    public GatewayHealth(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many answers came from a gateway in this component's life. */
    long answers(String authority) {
        Reach reach = reaches.get(authority);
        return reach == null ? 0 : reach.answers.get();
    }

    void answered(String authority, int status) {
        Reach reach = reaches.computeIfAbsent(authority, key -> new Reach());
        reach.answers.incrementAndGet();
        if (reach.failures > 0) {
            reachable(authority, reach);
        }
        if (status == 401 || status == 403) {
            states.put(authority, new State("refuses the API key (HTTP " + status + ")", 0, true));
        } else if (status >= 500) {
            failed(authority, "answers HTTP " + status);
        } else {
            // the usual case, at a hundred thousand jobs quite often
            if (states.containsKey(authority)) {
                states.remove(authority);
            }
        }
    }

    void failed(String authority, String trouble) {
        states.compute(authority, (key, state) -> new State(trouble, state == null ? 1 : state.failures() + 1, false));
    }

    /**
     * A request did not get through, or something else answered it.
     *
     * @param answersBefore     the {@link #answers} when it was sent: if others were answered meanwhile, it is no
     *                          outage
     * @param failuresThatCount how many such requests in a row are one
     */
    void unreachable(String authority, String trouble, long answersBefore, int failuresThatCount) {
        Reach reach = reaches.computeIfAbsent(authority, key -> new Reach());
        synchronized (reach) {
            if (reach.answers.get() != answersBefore) {
                return;
            }
            reach.failures++;
            long now = nanoTime.getAsLong();
            boolean tooSoon = reach.reportedAt != null && now - reach.reportedAt < REPORT_GAP;
            if (reach.reported || tooSoon || reach.failures < failuresThatCount) {
                return;
            }
            reach.reported = true;
            reach.reportedAt = now;
        }
        LOG.warn("{}. Submissions are tried again up to requestRetries times, status requests until the jobTimeout of"
                 + " each job. This is reported once; an INFO says when the gateway answers again",
                trouble);
    }

    private static void reachable(String authority, Reach reach) {
        boolean reported;
        synchronized (reach) {
            reported = reach.reported;
            reach.reported = false;
            reach.failures = 0;
        }
        if (reported) {
            LOG.info("The gateway at {} answers again", authority);
        }
    }

    /** What is wrong with a gateway, or {@code null} if nothing is known to be. */
    public String trouble(String authority) {
        State state = states.get(authority);
        if (state == null) {
            return null;
        }
        if (state.refusesKey()) {
            return authority + " " + state.trouble();
        }
        return state.failures() < FAILURES_THAT_COUNT
                ? null
                : authority + " " + state.trouble() + ", " + state.failures() + " times in a row";
    }
}
