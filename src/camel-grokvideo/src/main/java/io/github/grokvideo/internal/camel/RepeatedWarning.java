package io.github.grokvideo.internal.camel;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Logs a warning at once, and the same again at most once a minute with the number of those between: what strangers may
 * cause must not fill a log.
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
     * @param reason what makes two the same; there must be few
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
