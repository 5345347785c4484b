package io.github.grokvideo.emulator.internal.tape;

import java.util.ArrayList;
import java.util.List;

/** A recorded submission: the answers to its attempts, and the job it resulted in. Guarded by its session. */
final class Submission {

    private final List<TapeAnswer> answers = new ArrayList<>();
    private TapeJob job;

    /** Returns the answers to its attempts, in order; none if the job was submitted before the recording began. */
    List<TapeAnswer> answers() {
        return answers;
    }

    /** Returns the job; {@code null} if no attempt was accepted. */
    TapeJob job() {
        return job;
    }

    void job(TapeJob accepted) {
        this.job = accepted;
    }
}
