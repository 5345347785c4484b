package io.github.grokvideo.internal.job.phase;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import static io.github.grokvideo.internal.job.phase.State.ACCEPTED;
import static io.github.grokvideo.internal.job.phase.State.ENDED;
import static io.github.grokvideo.internal.job.phase.State.QUEUED;
import static io.github.grokvideo.internal.job.phase.State.RECORDING;
import static io.github.grokvideo.internal.job.phase.State.RESERVING;
import static io.github.grokvideo.internal.job.phase.State.SENDING;
import static io.github.grokvideo.internal.job.phase.State.SUBMITTING;
import static io.github.grokvideo.internal.job.phase.State.WAITING;

/** All ways from one phase to another. The diagram in CONTRIBUTING.md is rendered from them. */
public enum Transition {

    RESERVE(QUEUED, RESERVING, Cause.LIMIT, "there is room; the submission is to be recorded"),
    SUBMIT(QUEUED, SUBMITTING, Cause.LIMIT, "there is room; nothing is recorded"),
    AWAIT(QUEUED, WAITING, Cause.LIMIT, "there is room; the job exists"),

    RESERVED(RESERVING, SUBMITTING, Cause.STORE, "the key is new, or its reservation was taken over"),
    RESUMED(RESERVING, WAITING, Cause.STORE, "the key names a job, which is waited for"),
    KNOWN(RESERVING, ENDED, Cause.STORE, "the key names a job that has ended, or was only to be submitted"),
    NOT_RESERVED(RESERVING, ENDED, Cause.STORE,
                 "the key belongs to another request, its outcome is unknown, or the store failed"),
    NOT_RESERVED_IN_TIME(RESERVING, ENDED, Cause.DEADLINE,
                         "another process was still submitting, or updates of the store were not written"),

    TOO_DEAR(RESERVING, RESERVING, Cause.STORE,
             "a budget does not permit what this gateway would charge: the next one is to be tried"),
    FOLLOWS(RESERVING, RESERVING, Cause.STORE, "another gateway of the endpoint has, or may have, a job of the key"),

    PERMITTED(SUBMITTING, SENDING, Cause.LIMIT, "the limits permit it, and the reservation holds"),
    RESERVATION_LOST(SUBMITTING, RESERVING, Cause.STORE, "another process holds the reservation"),
    RESERVATION_UNCERTAIN(SUBMITTING, ENDED, Cause.STORE, "the store failed"),
    PASSED_OVER(SUBMITTING, RESERVING, Cause.GATEWAY,
                "the gateway went down while the job was queued: another is to be tried, which is recorded first"),
    PASSED_OVER_UNRECORDED(SUBMITTING, SUBMITTING, Cause.GATEWAY,
                           "the gateway went down while the job was queued: another is tried"),
    NOT_SUBMITTED_IN_TIME(SUBMITTING, ENDED, Cause.DEADLINE, "no time is left to submit"),

    NAMED(SENDING, ACCEPTED, Cause.GATEWAY, "the gateway named the job"),
    RETRY(SENDING, SUBMITTING, Cause.GATEWAY, "it failed, and may be sent again"),
    GOES_ON(SENDING, RESERVING, Cause.GATEWAY,
            "it was certainly not accepted: the next gateway is to be tried, which is recorded first"),
    GOES_ON_UNRECORDED(SENDING, SUBMITTING, Cause.GATEWAY, "it was certainly not accepted: the next gateway is tried"),
    NOT_ACCEPTED(SENDING, ENDED, Cause.GATEWAY, "it was refused, or its outcome is unknown"),

    WAIT(ACCEPTED, WAITING, Cause.STORE, "the id is recorded"),
    FINISHED_AT_ONCE(ACCEPTED, RECORDING, Cause.STORE, "the id is recorded; the job was final when it was accepted"),
    SUBMITTED(ACCEPTED, ENDED, Cause.STORE, "the id is recorded; the job was only to be submitted"),

    FINISHED(WAITING, RECORDING, Cause.GATEWAY, "a poll found the job final"),
    KNOWN_END(WAITING, ENDED, Cause.GATEWAY, "the gateway has forgotten the job, whose end is in the store"),
    REFUSED(WAITING, ENDED, Cause.GATEWAY, "a poll was refused, and would be again"),
    TIMED_OUT(WAITING, ENDED, Cause.DEADLINE, "jobTimeout; the job continues at the gateway"),

    RECORDED(RECORDING, ENDED, Cause.STORE, "the end is recorded"),

    STOPPED(EnumSet.complementOf(EnumSet.of(ENDED)), ENDED, Cause.STOP, "a route, the consumer or the component stops"),
    FAULT(EnumSet.complementOf(EnumSet.of(ENDED)), ENDED, Cause.FAULT, "an unexpected exception, a listener's too");

    /** What makes a job go to its next phase. */
    public enum Cause {
        /** Of jobs under way, or of submissions per second: it has room. */
        LIMIT,
        STORE,
        GATEWAY,
        /** jobTimeout. */
        DEADLINE,
        /** Of a route, a consumer or the component. */
        STOP,
        /** An unexpected exception. */
        FAULT
    }

    private final Set<State> from;
    private final State to;
    private final Cause cause;
    private final String why;

    Transition(State from, State to, Cause cause, String why) {
        this(EnumSet.of(from), to, cause, why);
    }

    Transition(Set<State> from, State to, Cause cause, String why) {
        this.from = from;
        this.to = to;
        this.cause = cause;
        this.why = why;
    }

    /** The phases that it leaves. */
    public Set<State> from() {
        return Collections.unmodifiableSet(from);
    }

    /** The phase that it enters. */
    public State to() {
        return to;
    }

    Cause cause() {
        return cause;
    }

    String why() {
        return why;
    }

    /** Whether it leads from the one state to the other. */
    boolean leads(State before, State after) {
        return from.contains(before) && to == after;
    }
}
