package io.github.grokvideo.emulator.internal.tape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A recorded job: the answers about it, and its media. Guarded by its session. */
final class TapeJob {

    private final String id;
    private final Instant acceptedAt;
    private final List<TapeAnswer> polls = new ArrayList<>();
    private final List<TapeAnswer> cancels = new ArrayList<>();
    private final List<TapeMedium> media = new ArrayList<>();

    /** @param acceptedAt the zero of the times of its answers */
    TapeJob(String id, Instant acceptedAt) {
        this.id = id;
        this.acceptedAt = acceptedAt;
    }

    String id() {
        return id;
    }

    Instant acceptedAt() {
        return acceptedAt;
    }

    /** Returns the answers to status requests, in the order of their times. */
    List<TapeAnswer> polls() {
        return polls;
    }

    List<TapeAnswer> cancels() {
        return cancels;
    }

    List<TapeMedium> media() {
        return media;
    }

    /** Adds an answer, unless it repeats the previous one: what is true at a time is true until the next answer. */
    void addPoll(TapeAnswer answer) {
        TapeAnswer last = polls.isEmpty() ? null : polls.get(polls.size() - 1);
        if (last == null || !answer.isSuccess() || !answer.saysTheSameAs(last)) {
            polls.add(answer);
        }
    }
}
