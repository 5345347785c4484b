package io.github.grokvideo.store;

import java.time.Instant;

import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;

/**
 * The entry of a submission in a job store. Contains neither API key nor media, and the prompt only with
 * {@code storePrompt}.
 *
 * @param key           its key
 * @param fingerprint   of the request, to tell whether the same key is used for another one
 * @param model         the model asked for
 * @param prompt        or {@code null} if prompts are not stored
 * @param deliverResult whether {@code grokvideo:results} is to deliver its result
 * @param state         its state
 * @param job           the job as it was last stored, without the gateway's answer; {@code null} until the gateway has
 *                      named it
 * @param reason        for operators, such as why the outcome is unknown or why its result was dead-lettered; or
 *                      {@code null}
 * @param attempts      how often it was sent, or about to be
 * @param deliveries    how often {@code grokvideo:results} has delivered it
 * @param holder        the holder of its lease, or {@code null}
 * @param held          whether the lease has not expired
 * @param createdAt     when it was recorded
 * @param acceptedAt    when the acceptance was recorded; {@code null} before that
 * @param traceParent   that of the {@link Intent}; {@code null} if it had none, or if the store does not keep it
 */
public record StoredJob(
        JobKey key, String fingerprint, String model, String prompt, boolean deliverResult, State state, VideoJob job,
        String reason,
        int attempts, int deliveries, String holder, boolean held, Instant createdAt,
        Instant acceptedAt, String traceParent) {

    /** The entry of a submission that was not traced. */
    public StoredJob(
                     JobKey key, String fingerprint, String model, String prompt, boolean deliverResult, State state,
                     VideoJob job, String reason, int attempts, int deliveries, String holder, boolean held,
                     Instant createdAt, Instant acceptedAt) {
        this(key, fingerprint, model, prompt, deliverResult, state, job, reason, attempts, deliveries, holder, held, createdAt,
             acceptedAt, null);
    }

    /** The states of a submission. */
    public enum State {
        /** Recorded; it may or may not have been sent. */
        INTENDED,
        /** Sent, and it cannot be known whether the gateway has accepted it; it is not sent again. */
        UNKNOWN,
        /** The gateway has returned the job's id. */
        ACCEPTED,
        /** The job has finished with a video. */
        COMPLETED,
        /** The job has finished without a video. */
        FAILED,
        /**
         * Its result reached the maximum number of deliveries without being acknowledged; {@code grokvideo:settle}
         * delivers it again.
         */
        DEAD_LETTER
    }

    /** The entry of a submission that was recorded just now. */
    static StoredJob reserved(Intent intent) {
        return new StoredJob(
                intent.key(), intent.fingerprint(), intent.model(), intent.prompt(), intent.deliverResult(), State.INTENDED,
                null, null, intent.sending() ? 1 : 0, 0, intent.holder(), true, Instant.now(), null,
                JobColumns.traceParent(intent.traceParent()));
    }

    /** The state of the job itself, whatever became of its result; never {@link State#DEAD_LETTER}. */
    public State jobState() {
        return state == State.DEAD_LETTER ? stateOf(job) : state;
    }

    /** The state of a job whose id is known. */
    static State stateOf(VideoJob job) {
        if (job == null || !job.isFinal()) {
            return State.ACCEPTED;
        }
        return endOf(job);
    }

    /** The state of a finished job. */
    static State endOf(VideoJob job) {
        return job.status() == JobStatus.COMPLETED ? State.COMPLETED : State.FAILED;
    }

    /** Whether the job has finished. */
    public boolean isFinal() {
        return jobState() == State.COMPLETED || jobState() == State.FAILED;
    }
}
