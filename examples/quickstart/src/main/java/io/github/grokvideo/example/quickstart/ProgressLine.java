package io.github.grokvideo.example.quickstart;

import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Handler;

/**
 * The bean that the routes use as {@code progressUri}: on a terminal it redraws one line, elsewhere it prints a line
 * for each change.
 */
public final class ProgressLine {

    private static final int TICK_MILLIS = 100;
    private static final int BAR = 24;
    private static final int RUNNER = 6;
    // a line that wraps could not be drawn over
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean redraw;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });

    private String title;
    private VideoJob job;
    private long begin;
    private ScheduledFuture<?> ticks;

    ProgressLine(PrintStream out, boolean redraw) {
        this.out = out;
        this.redraw = redraw;
    }

    /**
     * Returns whether the output is a terminal that can redraw a line, and not a build server.
     */
    static boolean canRedraw(Map<String, String> environment) {
        return isTerminal() && !"dumb".equals(environment.get("TERM")) && !environment.containsKey("CI");
    }

    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            // from Java 22 there is a console even without a terminal, and this method to ask it
            Method method = java.io.Console.class.getMethod("isTerminal");
            return (boolean) method.invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Starts a line for a new video. */
    synchronized void begin(String what) {
        title = what;
        job = null;
        begin = System.nanoTime();
        if (redraw) {
            ticks = ticker.scheduleAtFixedRate(this::draw, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Called by Camel when the status or progress of the job changes. */
    @Handler
    public synchronized void changed(VideoJob now) {
        job = now;
        if (!redraw && !now.isFinal()) {
            out.println(line(status()));
        }
    }

    /** Completes the line. */
    synchronized void end(String outcome) {
        if (title == null) {
            return;
        }
        if (redraw) {
            ticks.cancel(false);
            out.print('\r' + " ".repeat(WIDTH) + '\r');
        }
        out.println(line(outcome));
        title = null;
    }

    private synchronized void draw() {
        if (title != null) {
            String line = String.format("%-44s %s", line(status()), bar());
            out.print('\r' + line + " ".repeat(Math.max(0, WIDTH - line.length())));
            out.flush();
        }
    }

    private String line(String status) {
        return String.format("%-28s %3d s  %s", title, elapsedMillis() / 1000, status);
    }

    private String status() {
        if (job == null) {
            return "submitting";
        }
        if (job.status() == JobStatus.COMPLETED) {
            return "downloading";
        }
        String percent = job.progress() == null ? "" : " " + job.progress() + " %";
        return job.status().name().toLowerCase(Locale.ROOT) + percent;
    }

    // not every gateway reports progress: without it, an animation
    private String bar() {
        int from = 0;
        int to;
        if (job != null && job.progress() != null) {
            to = BAR * job.progress() / 100;
        } else {
            int way = BAR - RUNNER;
            int step = (int) (elapsedMillis() / TICK_MILLIS % (2 * way));
            from = Math.min(step, 2 * way - step);
            to = from + RUNNER;
        }
        return '[' + " ".repeat(from) + "=".repeat(to - from) + " ".repeat(BAR - to) + ']';
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
}
