package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.JobMonitor;
import io.github.grokvideo.internal.text.UntrustedText;

/**
 * Finds out whether the job store answers. Holds nobody who asks for long: a store that is slow keeps the answer it had
 * before, until it has been silent for some seconds.
 */
public final class StoreProbe {

    /** Monitoring does not wait longer either. */
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final int MAX_TEXT = 300;
    private static final String SUBJECT = "The job store ";

    private final JobMonitor jobs;
    private final LongSupplier nanoTime;
    private CompletableFuture<Void> question;
    private long askedAt;
    private String problem;

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    StoreProbe(JobMonitor jobs, LongSupplier nanoTime) {
        this.jobs = jobs;
        this.nanoTime = nanoTime;
    }

    /** Asks the store. Returns what is wrong, to follow {@code The job store}; {@code null} if it answers. */
    public String problem() {
        CompletableFuture<Void> asked = ask();
        try {
            asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return answered(null);
        } catch (ExecutionException e) {
            return answered(problemOf(printable(Failures.unwrap(e.getCause()).getMessage())));
        } catch (TimeoutException e) {
            return silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return silent();
        }
    }

    private synchronized CompletableFuture<Void> ask() {
        CompletableFuture<Void> current = jobs.askStore();
        if (current != question) {
            question = current;
            askedAt = nanoTime.getAsLong();
        }
        return current;
    }

    private synchronized String answered(String outcome) {
        problem = outcome;
        return outcome;
    }

    private synchronized String silent() {
        Duration since = Duration.ofNanos(nanoTime.getAsLong() - askedAt);
        return since.compareTo(SILENCE) < 0 ? problem : "has not answered for " + since.toSeconds() + " s";
    }

    private static String problemOf(String message) {
        return message.startsWith(SUBJECT) ? message.substring(SUBJECT.length()) : "failed: " + message;
    }

    // the address of a database may hold its password
    private static String printable(String message) {
        return UntrustedText.sanitize(message, MAX_TEXT).replaceAll("//[^/@\\s]*@", "//***@")
                .replaceAll("((?:jdbc:|://)[^\\s?;'\"]*)[?;][^\\s'\"]*", "$1");
    }
}
