package io.github.grokvideo.emulator.internal.tape;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A recorded job that takes its course again: what a poll is answered depends on the time, not on the number of polls.
 * Guarded by its session.
 */
final class JobReplay {

    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled", "canceled", "expired");

    private final TapeJob job;
    private final TapeAnswer acceptance;
    private final double speed;
    private final Set<TapeAnswer> failuresGiven = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int lastSuccess;
    private Instant startedAt;
    private long skipped;
    private int cancelsGiven;
    private String webhookUrl;

    /** @param acceptance the answer that accepted it; {@code null} if it is not on the tape */
    JobReplay(TapeJob job, TapeAnswer acceptance, double speed) {
        this.job = job;
        this.acceptance = acceptance;
        this.speed = speed;
        int last = -1;
        for (int i = 0; i < job.polls().size(); i++) {
            last = job.polls().get(i).isSuccess() ? i : last;
        }
        this.lastSuccess = last;
    }

    TapeJob job() {
        return job;
    }

    /** Lets its time begin, unless it has begun. */
    void start(Instant now) {
        if (startedAt == null) {
            startedAt = now;
        }
    }

    Dates dates() {
        return new Dates(job.acceptedAt(), startedAt, speed);
    }

    /** Returns the milliseconds since its acceptance, as in the recording. */
    private long elapsed(Instant now) {
        long elapsed = Math.round(Duration.between(startedAt, now).toMillis() * speed) + skipped;
        if (job.cancels().isEmpty() || cancelsGiven > 0) {
            return elapsed;
        }
        // it was cancelled in the recording, and is not yet in the replay
        return Math.min(elapsed, job.cancels().get(0).after() - 1);
    }

    /**
     * Returns the answer to a poll: a failure once, if its time has come; else the last successful answer whose time
     * has come. Empty before the first, and if nothing was recorded.
     */
    Optional<TapeAnswer> poll(Instant now) {
        long elapsed = elapsed(now);
        TapeAnswer current = null;
        List<TapeAnswer> polls = job.polls();
        for (int i = 0; i < polls.size() && polls.get(i).after() <= elapsed; i++) {
            TapeAnswer answer = polls.get(i);
            if (answer.isSuccess()) {
                current = answer;
            } else if (failuresGiven.add(answer)) {
                return Optional.of(answer);
            } else if (i > lastSuccess) {
                // nothing else was answered after it
                current = answer;
            }
        }
        return Optional.ofNullable(current);
    }

    /**
     * Returns the answer that accepted it, which also says that it is pending; {@code null} if it is not on the tape.
     */
    TapeAnswer acceptance() {
        return acceptance;
    }

    /** Returns the answer to a cancellation, after which its time goes on from there; empty if none was recorded. */
    Optional<TapeAnswer> cancel(Instant now) {
        List<TapeAnswer> cancels = job.cancels();
        if (cancels.isEmpty()) {
            return Optional.empty();
        }
        TapeAnswer answer = cancels.get(Math.min(cancelsGiven, cancels.size() - 1));
        cancelsGiven++;
        skipped += Math.max(0, answer.after() - elapsed(now));
        return Optional.of(answer);
    }

    void webhookUrl(String url) {
        this.webhookUrl = url;
    }

    String webhookUrl() {
        return webhookUrl;
    }

    /** Returns the answer that it has finished, if its time has come and a webhook is to report it. */
    Optional<TapeAnswer> endToReport(Instant now) {
        if (webhookUrl == null || startedAt == null) {
            return Optional.empty();
        }
        long elapsed = elapsed(now);
        return job.polls().stream().filter(
                answer -> answer.isSuccess() && answer.after() <= elapsed && answer.json() != null
                        && FINAL.contains(answer.json().path("status").asText()))
                .findFirst();
    }
}
