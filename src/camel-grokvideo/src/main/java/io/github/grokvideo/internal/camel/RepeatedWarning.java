package io.github.grokvideo.internal.camel;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Logs a warning at once, and repetitions at most once a minute, with their number: what outsiders can cause must not
 * fill the log.
 */
public final class RepeatedWarning {

    private static final long GAP = Duration.ofMinutes(1).toMillis();

    private record Logged(long at, long held) {
    }

    private final Clock clock;
    private final Consumer<String> log;
    private final Map<String, Logged> logged = new HashMap<>();

    public RepeatedWarning(Clock clock, Consumer<String> log) {
        this.clock = clock;
        this.log = log;
    }

    /**
     * @param reason identifies repetitions; there must be few different ones
     * @param text   what is logged
     */
    public void log(String reason, String text) {
        long held;
        synchronized (this) {
            long now = clock.millis();
            Logged last = logged.get(reason);
            if (last != null && now >= last.at() && now - last.at() < GAP) {
                logged.put(reason, new Logged(last.at(), last.held() + 1));
                return;
            }
            held = last == null ? 0 : last.held();
            logged.put(reason, new Logged(now, 0));
        }
        log.accept(held == 0 ? text : text + " (and " + held + " more since this was last reported)");
    }
}
