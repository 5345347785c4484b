package io.github.grokvideo.emulator;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

import io.github.grokvideo.emulator.internal.Durations;

/**
 * A fault: what goes wrong with one answer of the emulator, or with the job that it is about. Pass it to
 * {@link Faults#next}. A fault that does not apply to the operation ({@link #slow} to a create, for example) has no
 * effect.
 * <p>
 * Create it with the static methods, and refine it with {@link #code(String)} and the methods below it, which return a
 * changed copy. Thread-safe.
 *
 * @param kind    what goes wrong
 * @param status  the HTTP status of {@link Kind#STATUS}; otherwise 0
 * @param code    see {@link #code(String)}; {@code null} for the default
 * @param type    see {@link #type(String)}; {@code null} for the default
 * @param message see {@link #message(String)}; {@code null} for the default
 * @param body    see {@link #body(String)}; {@code null} for an error envelope
 * @param headers additional headers of the answer
 * @param text    the URL of {@link Kind#REDIRECT} and {@link Kind#OUTPUT_URL}, the word of {@link Kind#UNKNOWN_STATUS};
 *                otherwise {@code null}
 * @param bytes   the number of bytes of {@link Kind#OVERSIZED_BODY} and {@link Kind#WRONG_LENGTH}, of {@link Kind#SLOW}
 *                per second; otherwise 0
 * @param delay   see {@link #delayedBy}
 * @param hold    see {@link #heldUntil}; {@code null} for none
 * @param times   see {@link #times(int)}
 */
public record Fault(
        Kind kind, int status, String code, String type, String message, String body, Map<String, String> headers,
        String text, long bytes, Duration delay, CompletionStage<?> hold, int times) {

    /** What goes wrong; each kind is documented at the static method of the same name. */
    public enum Kind {
        NONE,
        STATUS,
        DROP_BEFORE,
        DROP_AFTER,
        TRUNCATED_BODY,
        MALFORMED_JSON,
        OVERSIZED_BODY,
        UNKNOWN_STATUS,
        FAILURE,
        MODERATION,
        NEVER_FINISH,
        OUTPUT_URL,
        EXPIRED_MEDIA,
        WRONG_LENGTH,
        SLOW,
        REDIRECT;

        /** The name in {@code /admin/faults}, for example {@code drop-before}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String MODERATION_CODE = "CONTENT_POLICY_VIOLATION";
    private static final String MODERATION_MESSAGE = "The request was blocked by the provider's content policy.";

    public Fault {
        Objects.requireNonNull(kind, "kind");
        if (kind == Kind.STATUS && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status must be 200 to 599, but is " + status);
        }
        if (kind == Kind.SLOW && bytes < 1) {
            throw new IllegalArgumentException("bytesPerSecond must be at least 1, but is " + bytes);
        }
        if (kind == Kind.REDIRECT || kind == Kind.OUTPUT_URL || kind == Kind.UNKNOWN_STATUS) {
            Objects.requireNonNull(text, kind == Kind.UNKNOWN_STATUS ? "word" : "url");
        }
        if (times < 1) {
            throw new IllegalArgumentException("times must be at least 1, but is " + times);
        }
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        Durations.check("delay", Objects.requireNonNull(delay, "delay"));
    }

    private static Fault of(Kind kind, int status, String text, long bytes) {
        return new Fault(kind, status, null, null, null, null, Map.of(), text, bytes, Duration.ZERO, null, 1);
    }

    private static Fault of(Kind kind) {
        return of(kind, 0, null, 0);
    }

    /** Nothing goes wrong: lets a request pass before the next fault, or carries a delay. */
    public static Fault none() {
        return of(Kind.NONE);
    }

    /** A correct answer, delayed. */
    public static Fault delay(Duration delay) {
        return none().delayedBy(delay);
    }

    /**
     * That HTTP status, 200 to 599, with the error envelope that belongs to it, or with what {@link #code},
     * {@link #message} or {@link #body} set. The request has no effect: no job is created, none is cancelled.
     */
    public static Fault status(int status) {
        return of(Kind.STATUS, status, null, 0);
    }

    /** The connection is closed without an answer, and without an effect. */
    public static Fault dropBefore() {
        return of(Kind.DROP_BEFORE);
    }

    /**
     * The connection is closed without an answer, after the request has had its effect: the job exists and is charged.
     * A download ends after the headers of the answer.
     */
    public static Fault dropAfter() {
        return of(Kind.DROP_AFTER);
    }

    /** Half of the body is sent, then the connection is closed. The request has its effect. */
    public static Fault truncatedBody() {
        return of(Kind.TRUNCATED_BODY);
    }

    /** The right status, with a body that is not JSON. The request has its effect. */
    public static Fault malformedJson() {
        return of(Kind.MALFORMED_JSON);
    }

    /**
     * A body of at least that many bytes: JSON with a long meaningless member; for a download, zeros after the video,
     * without a {@code Content-Length}.
     */
    public static Fault oversizedBody(long bytes) {
        return of(Kind.OVERSIZED_BODY, 0, null, bytes);
    }

    /** The answer about a job contains that status instead of its own. The job is not affected. */
    public static Fault unknownStatus(String word) {
        return of(Kind.UNKNOWN_STATUS, 0, word, 0);
    }

    /**
     * The job fails with {@code CONTENT_POLICY_VIOLATION}: when it is due if the fault meets its create, at once if it
     * meets a read. xAI reports such a job as {@code done}, with {@code respect_moderation} false and no address.
     */
    public static Fault moderation() {
        return of(Kind.MODERATION).code(MODERATION_CODE).message(MODERATION_MESSAGE);
    }

    /**
     * The job fails with that code and message: when it is due if the fault meets its create, at once if it meets a
     * read.
     */
    public static Fault failure(String code, String message) {
        return of(Kind.FAILURE).code(code).message(message);
    }

    /** The job stays {@code in_progress} forever. */
    public static Fault neverFinish() {
        return of(Kind.NEVER_FINISH);
    }

    /**
     * The job's video is reported at that URL: in every answer if the fault meets its create, once if it meets a read.
     */
    public static Fault outputUrl(String url) {
        return of(Kind.OUTPUT_URL, 0, url, 0);
    }

    /** The address of a download has expired; a read of a job returns an address that has. */
    public static Fault expiredMedia() {
        return of(Kind.EXPIRED_MEDIA);
    }

    /**
     * The {@code Content-Length} of a download is greater than the body by that number, or less if it is negative; the
     * connection is closed after the body.
     */
    public static Fault wrongLength(long difference) {
        return of(Kind.WRONG_LENGTH, 0, null, difference);
    }

    /** A download is sent at that rate, at least 1. */
    public static Fault slow(long bytesPerSecond) {
        return of(Kind.SLOW, 0, null, bytesPerSecond);
    }

    /** 302 to that URL (307 if the request is not a GET). */
    public static Fault redirect(String url) {
        return of(Kind.REDIRECT, 0, url, 0);
    }

    /** Sets the {@code error.code} of the envelope (of xAI, {@code code}), or of the job's failure. */
    public Fault code(String errorCode) {
        return new Fault(kind, status, errorCode, type, message, body, headers, text, bytes, delay, hold, times);
    }

    /** Sets the {@code error.type} of the envelope. xAI has none. */
    public Fault type(String errorType) {
        return new Fault(kind, status, code, errorType, message, body, headers, text, bytes, delay, hold, times);
    }

    /** Sets the {@code error.message} of the envelope (of xAI, {@code error}), or of the job's failure. */
    public Fault message(String errorMessage) {
        return new Fault(kind, status, code, type, errorMessage, body, headers, text, bytes, delay, hold, times);
    }

    /** Sets the whole body of {@link #status}, which replaces the error envelope. */
    public Fault body(String text) {
        return new Fault(kind, status, code, type, message, text, headers, this.text, bytes, delay, hold, times);
    }

    /** Adds a header to the answer; {@code Content-Type} replaces the usual one. */
    public Fault header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Fault(kind, status, code, type, message, body, more, text, bytes, delay, hold, times);
    }

    /** Adds the header {@code Retry-After}, in seconds. */
    public Fault retryAfter(long seconds) {
        return header("Retry-After", Long.toString(seconds));
    }

    /** Delays the request and its effect. Default: no delay. */
    public Fault delayedBy(Duration duration) {
        return new Fault(kind, status, code, type, message, body, headers, text, bytes, duration, hold, times);
    }

    /**
     * Delays the request and its effect until that stage completes, normally or exceptionally, even if the client has
     * disconnected. For tests in the emulator's own process.
     */
    public Fault heldUntil(CompletionStage<?> release) {
        Objects.requireNonNull(release, "release");
        return new Fault(kind, status, code, type, message, body, headers, text, bytes, delay, release, times);
    }

    /** Repeats the fault for that many requests in a row. Default 1. */
    public Fault times(int number) {
        return new Fault(kind, status, code, type, message, body, headers, text, bytes, delay, hold, number);
    }
}
