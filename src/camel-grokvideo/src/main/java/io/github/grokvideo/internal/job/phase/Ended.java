package io.github.grokvideo.internal.job.phase;

import io.github.grokvideo.model.GrokVideoException;

/** The outcome has been, or is being, reported to the listener; nothing more happens. Holds nothing. */
enum Ended implements Phase {
    ENDED;

    @Override
    public State state() {
        return State.ENDED;
    }

    @Override
    public GrokVideoException stopped(String reason) {
        throw new IllegalStateException("The job has ended");
    }
}
