package io.github.grokvideo.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers how gateways answered lately, so that a health check can tell without asking: a question to a paid API
 * would cost the user something.
 */
public final class GatewayHealth {

    private static final int FAILURES_THAT_COUNT = 3;

    private record State(String trouble, int failures, boolean refusesKey) {
    }

    private final Map<String, State> states = new ConcurrentHashMap<>();

    void answered(String authority, int status) {
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
