package io.github.grokvideo.example.studio;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Message;

/**
 * The state of a film; the page receives it as JSON.
 *
 * @param id       the id in this studio
 * @param origin   the film that this one continues or edits; {@code null} if it is new
 * @param seconds  the duration; {@code null} if the model chooses it
 * @param elapsed  milliseconds since the request
 * @param progress 0 to 100; {@code null} if the gateway does not report it
 * @param job      the gateway's id of its job; {@code null} until it is accepted
 * @param estimate the expected cost as text, once the gateway names it; {@code null} if unknown
 * @param videos   paths of the videos on this server; empty unless {@link State#DONE}
 * @param cost     what was charged, as text; {@code null} if unknown
 * @param warnings problems that did not fail the request
 * @param problem  {@code null} unless {@link State#FAILED} or {@link State#CANCELLED}
 */
public record Film(
        String id, String prompt, boolean image, Origin origin, Double seconds, State state, long elapsed, Integer progress,
        String job, String estimate, List<String> videos, String cost, String currency, List<String> warnings,
        Problem problem) {

    /** The states of a film. */
    public enum State {
        /** Queued by the gateway. */
        WAITING,
        /** Being generated. */
        MAKING,
        /** Being generated, and the gateway was told to stop that. */
        CANCELLING,
        /** The videos are stored. */
        DONE,
        /** Finished without a video. */
        FAILED,
        /** Cancelled by the user. */
        CANCELLED
    }

    /**
     * The film that another one was made from.
     *
     * @param film   its id, which may have been removed since
     * @param prompt its prompt
     */
    public record Origin(FilmRequest.Use use, String film, String prompt) {
    }

    /** @param origin {@code null} if it is new */
    static Film begun(String id, FilmRequest request, Origin origin) {
        return new Film(
                id, request.prompt().strip(), request.image() != null, origin, request.seconds(), State.WAITING, 0, null, null,
                null, List.of(), null, null, List.of(), null);
    }

    /** As the gateway reports it while it is under way. */
    Film reported(long at, VideoJob reported) {
        // some providers report a job as pending until it is done
        boolean begun = reported.status() != JobStatus.QUEUED || reported.progress() != null && reported.progress() > 0;
        State now = state == State.CANCELLING ? state : begun ? State.MAKING : State.WAITING;
        boolean priced = reported.cost() != null;
        return new Film(
                id, prompt, image, origin, seconds, now, at, reported.progress(), reported.id(),
                priced ? reported.cost().amount().toPlainString() : estimate, videos, cost,
                priced ? reported.cost().currency() : currency, warnings, problem);
    }

    Film at(long time) {
        return in(state, time, progress);
    }

    Film cancelling(long at) {
        return in(State.CANCELLING, at, progress);
    }

    private Film in(State now, long at, Integer percent) {
        return new Film(
                id, prompt, image, origin, seconds, now, at, percent, job, estimate, videos, cost, currency, warnings, problem);
    }

    Film done(long at, List<String> made, Message message) {
        BigDecimal amount = message.getHeader(GrokVideoConstants.COST, BigDecimal.class);
        List<?> told = message.getHeader(GrokVideoConstants.WARNINGS, List.of(), List.class);
        Stream<String> late
                = state == State.CANCELLING ? Stream.of("It was finished before it could be cancelled.") : Stream.empty();
        return new Film(
                id, prompt, image, origin, message.getHeader(GrokVideoConstants.VIDEO_DURATION, seconds, Double.class),
                State.DONE, at, null, job, estimate, made, amount == null ? null : amount.toPlainString(),
                message.getHeader(GrokVideoConstants.COST_CURRENCY, String.class),
                Stream.concat(late, told.stream().map(String::valueOf)).toList(), null);
    }

    Film failed(long at, Problem why) {
        return new Film(
                id, prompt, image, origin, seconds, State.FAILED, at, null, job, estimate, List.of(), null, null, List.of(),
                why);
    }

    /** @param charged {@code null} if the gateway does not say */
    Film cancelled(long at, BigDecimal charged, String in) {
        return new Film(
                id, prompt, image, origin, seconds, State.CANCELLED, at, null, job, estimate, List.of(),
                charged == null ? null : charged.toPlainString(), in, List.of(), Problem.cancelled(charged, in));
    }

    boolean isOver() {
        return state == State.DONE || state == State.FAILED || state == State.CANCELLED;
    }
}
