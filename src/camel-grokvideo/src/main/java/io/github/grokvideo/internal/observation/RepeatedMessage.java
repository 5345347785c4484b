package io.github.grokvideo.internal.observation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Logs a message at once, and what repeats it as one line a minute, with their number: what outsiders cause, or many
 * jobs have at the same time, must not fill the log.
 */
public final class RepeatedMessage {

    private static final Duration GAP = Duration.ofMinutes(1);

    private final BiConsumer<Duration, Runnable> timer;
    private final Consumer<String> log;
    // by reason; from the first message to the end of a minute without one
    private final Map<String, Repetitions> repeated = new HashMap<>();

    private static final class Repetitions {

        private int number;
        private String last;
    }

    /**
     * @param timer runs something later; may throw {@link RejectedExecutionException}
     * @param log   is given each line
     */
    public RepeatedMessage(BiConsumer<Duration, Runnable> timer, Consumer<String> log) {
        this.timer = timer;
        this.log = log;
    }

    /**
     * @param reason identifies repetitions; there must be few different ones
     * @param text   what is logged
     */
    public void log(String reason, String text) {
        synchronized (repeated) {
            Repetitions held = repeated.get(reason);
            if (held != null) {
                held.number++;
                held.last = text;
                return;
            }
            repeated.put(reason, new Repetitions());
        }
        log.accept(text);
        sumUpLater(reason);
    }

    private void sumUpLater(String reason) {
        try {
            timer.accept(GAP, () -> sumUp(reason));
        } catch (RejectedExecutionException e) {
            // the component stops, and there are few of them any more
            synchronized (repeated) {
                repeated.remove(reason);
            }
        }
    }

    private void sumUp(String reason) {
        Repetitions held;
        synchronized (repeated) {
            held = repeated.remove(reason);
            if (held.number == 0) {
                return;
            }
            repeated.put(reason, new Repetitions());
        }
        log.accept(held.number == 1 ? held.last : held.last + " (the last of " + held.number + " within a minute)");
        sumUpLater(reason);
    }
}
