package io.github.grokvideo.store;

import java.time.Instant;

import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/**
 * What a store knows of a submission. Neither API key nor media, and the prompt only if the user says so.
 *
 * @param key         what it is known by
 * @param fingerprint of the request, to tell whether the same key is used for another one
 * @param model       the model asked for
 * @param prompt      or {@code null} if prompts are not stored
 * @param handOn      whether {@code grokvideo:results} is to hand on what becomes of it
 * @param state       how far it came
 * @param job         the job as it was last stored, without the gateway's answer; {@code null} until the gateway has
 *                    named it
 * @param note        what a user should know, such as why the outcome is unknown or why its result was dead-lettered;
 *                    or {@code null}
 * @param attempts    how often it was sent, or was about to be
 * @param deliveries  how often {@code grokvideo:results} has handed it on
 * @param holder      who works on it, or {@code null}
 * @param held        whether the holder's lease still runs
 * @param createdAt   when the intent was noted
 * @param acceptedAt  when the gateway's acceptance was noted; {@code null} before that
 */
public record StoredJob(
        JobKey key, String fingerprint, String model, String prompt, boolean handOn, State state, VideoJob job, String note,
        int attempts, int deliveries, String holder, boolean held, Instant createdAt,
        Instant acceptedAt) {

    /** How far a submission came. */
    public enum State {
        /** Noted; it may or may not have been sent. */
        INTENDED,
        /** Sent, and nobody knows whether the gateway has accepted it; it is not sent again. */
        UNKNOWN,
        /** The gateway has named the job. */
        ACCEPTED,
        /** There is a video. */
        COMPLETED,
        /** The job has ended without a video. */
        FAILED,
        /** Its result was delivered as often as it may be, without success; it is not delivered again by itself. */
        DEAD_LETTER
    }

    /** How far the job itself came, whatever became of its result; never {@link State#DEAD_LETTER}. */
    public State jobState() {
        return state == State.DEAD_LETTER ? stateOf(job) : state;
    }

    /** How far a job came that the gateway has named. */
    static State stateOf(VideoJob job) {
        if (job == null || !job.isFinal()) {
            return State.ACCEPTED;
        }
        return endOf(job);
    }

    /** How a job ended that is final. */
    static State endOf(VideoJob job) {
        return job.status() == JobStatus.COMPLETED ? State.COMPLETED : State.FAILED;
    }

    /** Whether nothing more will happen to the job. */
    public boolean isFinal() {
        return jobState() == State.COMPLETED || jobState() == State.FAILED;
    }
}
