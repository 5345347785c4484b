package io.github.grokvideo.example.studio;

import java.math.BigDecimal;
import java.util.List;

import io.github.grokvideo.GrokVideoConstants;
import org.apache.camel.Message;

/**
 * The state of a film; the page receives it as JSON.
 *
 * @param id       the id in this studio
 * @param seconds  the duration; {@code null} if the model chooses it
 * @param elapsed  milliseconds since the request
 * @param progress 0 to 100; {@code null} if the gateway does not report it
 * @param videos   paths of the videos on this server; empty unless {@link State#DONE}
 * @param cost     as text; {@code null} if unknown
 * @param warnings problems that did not fail the request
 * @param problem  {@code null} unless {@link State#FAILED}
 */
public record Film(
        String id, String prompt, boolean image, Double seconds, State state, long elapsed, Integer progress,
        List<String> videos, String cost,
        String currency, List<String> warnings, Problem problem) {

    /** The states of a film. */
    public enum State {
        /** Queued by the gateway. */
        WAITING,
        /** Being generated. */
        MAKING,
        /** The videos are stored. */
        DONE,
        /** Finished without a video. */
        FAILED
    }

    static Film begun(String id, FilmRequest request) {
        return new Film(
                id, request.prompt().strip(), request.image() != null, request.seconds(), State.WAITING, 0, null, List.of(),
                null, null,
                List.of(), null);
    }

    Film changed(State now, long at, Integer percent) {
        return new Film(id, prompt, image, seconds, now, at, percent, videos, cost, currency, warnings, problem);
    }

    Film at(long time) {
        return changed(state, time, progress);
    }

    Film done(long at, List<String> made, Message message) {
        BigDecimal amount = message.getHeader(GrokVideoConstants.COST, BigDecimal.class);
        List<?> told = message.getHeader(GrokVideoConstants.WARNINGS, List.of(), List.class);
        return new Film(
                id, prompt, image, message.getHeader(GrokVideoConstants.VIDEO_DURATION, seconds, Double.class), State.DONE, at,
                null, made, amount == null ? null : amount.toPlainString(),
                message.getHeader(GrokVideoConstants.COST_CURRENCY, String.class),
                told.stream().map(String::valueOf).toList(), null);
    }

    Film failed(long at, Problem why) {
        return new Film(id, prompt, image, seconds, State.FAILED, at, null, List.of(), null, null, List.of(), why);
    }

    boolean isOver() {
        return state == State.DONE || state == State.FAILED;
    }
}
