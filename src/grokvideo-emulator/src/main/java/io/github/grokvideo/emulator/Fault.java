package io.github.grokvideo.emulator;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Something that goes wrong, once, with one answer of the emulator or with the job it is about. Immutable: what looks
 * like a setter returns a changed copy.
 * <p>
 * Hand it to {@link Faults#next}. A fault that cannot happen to the operation it meets ({@link #slow} with a create,
 * say) changes nothing.
 */
public final class Fault {

    enum Kind {
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

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String MODERATION_CODE = "CONTENT_POLICY_VIOLATION";
    private static final String MODERATION_MESSAGE = "The request was blocked by the provider's content policy.";

    private final Kind kind;
    private final int status;
    private final long bytes;
    private final String text;
    private final String code;
    private final String type;
    private final String message;
    private final String body;
    private final Map<String, String> headers;
    private final Duration delay;
    private final CompletionStage<?> hold;
    private final int times;

    private Fault(Fields fields) {
        this.kind = fields.kind;
        this.status = fields.status;
        this.bytes = fields.bytes;
        this.text = fields.text;
        this.code = fields.code;
        this.type = fields.type;
        this.message = fields.message;
        this.body = fields.body;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(fields.headers));
        this.delay = fields.delay;
        this.hold = fields.hold;
        this.times = fields.times;
    }

    /** Nothing goes wrong: lets a request pass before the next fault, or carries a delay. */
    public static Fault none() {
        return new Fields(Kind.NONE).toFault();
    }

    /** A correct answer, that long after it was due. */
    public static Fault delay(Duration delay) {
        return none().delayedBy(delay);
    }

    /**
     * That HTTP status with an error envelope whose code fits it, or with what {@link #code}, {@link #message} or
     * {@link #body} say. The request has no effect: no job is made, none is cancelled.
     */
    public static Fault status(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599, but is " + status);
        }
        Fields fields = new Fields(Kind.STATUS);
        fields.status = status;
        return fields.toFault();
    }

    /** The connection is closed without an answer, and without an effect. */
    public static Fault dropBefore() {
        return new Fields(Kind.DROP_BEFORE).toFault();
    }

    /**
     * The connection is closed without an answer, after the request has had its effect: the job exists and is billed.
     * Of a download, after the head of the answer.
     */
    public static Fault dropAfter() {
        return new Fields(Kind.DROP_AFTER).toFault();
    }

    /** Half of the body is sent, then the connection is closed. The request has its effect. */
    public static Fault truncatedBody() {
        return new Fields(Kind.TRUNCATED_BODY).toFault();
    }

    /** The right status, with a body that is not JSON. The request has its effect. */
    public static Fault malformedJson() {
        return new Fields(Kind.MALFORMED_JSON).toFault();
    }

    /**
     * A body of at least that many bytes: JSON with a long member of no meaning, or of a download, zeros after the
     * video without a {@code Content-Length}.
     */
    public static Fault oversizedBody(long bytes) {
        Fields fields = new Fields(Kind.OVERSIZED_BODY);
        fields.bytes = bytes;
        return fields.toFault();
    }

    /** The answer about a job names that status in place of its own. The job goes on. */
    public static Fault unknownStatus(String word) {
        Fields fields = new Fields(Kind.UNKNOWN_STATUS);
        fields.text = Objects.requireNonNull(word, "word");
        return fields.toFault();
    }

    /**
     * The job fails with {@code CONTENT_POLICY_VIOLATION}: a created one when it is due, one that is read at once. xAI
     * calls such a job {@code done}, with {@code respect_moderation} false and no address.
     */
    public static Fault moderation() {
        return new Fields(Kind.MODERATION).toFault().code(MODERATION_CODE).message(MODERATION_MESSAGE);
    }

    /** The job fails with that code and message: a created one when it is due, one that is read at once. */
    public static Fault failure(String code, String message) {
        return new Fields(Kind.FAILURE).toFault().code(code).message(message);
    }

    /** The job stays {@code in_progress} for ever. */
    public static Fault neverFinish() {
        return new Fields(Kind.NEVER_FINISH).toFault();
    }

    /** The job's video is at that address instead: of a create for always, of a read in this answer. */
    public static Fault outputUrl(String url) {
        Fields fields = new Fields(Kind.OUTPUT_URL);
        fields.text = Objects.requireNonNull(url, "url");
        return fields.toFault();
    }

    /** A download finds its address expired; a job that is read hands out an address that is. */
    public static Fault expiredMedia() {
        return new Fields(Kind.EXPIRED_MEDIA).toFault();
    }

    /**
     * A download's {@code Content-Length} is that much greater than the body, or less if negative; the connection is
     * closed after the body.
     */
    public static Fault wrongLength(long difference) {
        Fields fields = new Fields(Kind.WRONG_LENGTH);
        fields.bytes = difference;
        return fields.toFault();
    }

    /** A download comes at that many bytes a second. */
    public static Fault slow(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond must be at least 1, but is " + bytesPerSecond);
        }
        Fields fields = new Fields(Kind.SLOW);
        fields.bytes = bytesPerSecond;
        return fields.toFault();
    }

    /** 302 to that address (307 where the request is not a GET). */
    public static Fault redirect(String url) {
        Fields fields = new Fields(Kind.REDIRECT);
        fields.text = Objects.requireNonNull(url, "url");
        return fields.toFault();
    }

    /** The {@code error.code} of the envelope (of xAI, {@code code}), or of the job's failure. */
    public Fault code(String errorCode) {
        Fields fields = new Fields(this);
        fields.code = errorCode;
        return fields.toFault();
    }

    /** The {@code error.type} of the envelope. xAI has none. */
    public Fault type(String errorType) {
        Fields fields = new Fields(this);
        fields.type = errorType;
        return fields.toFault();
    }

    /** The {@code error.message} of the envelope (of xAI, {@code error}), or of the job's failure. */
    public Fault message(String errorMessage) {
        Fields fields = new Fields(this);
        fields.message = errorMessage;
        return fields.toFault();
    }

    /** With {@link #status}: the whole body, in place of an error envelope. */
    public Fault body(String text) {
        Fields fields = new Fields(this);
        fields.body = text;
        return fields.toFault();
    }

    /** A header of the answer; {@code Content-Type} replaces the usual one. */
    public Fault header(String name, String value) {
        Fields fields = new Fields(this);
        fields.headers.put(name, value);
        return fields.toFault();
    }

    /** The header {@code Retry-After}, in seconds. */
    public Fault retryAfter(long seconds) {
        return header("Retry-After", Long.toString(seconds));
    }

    /** Nothing happens before that time has passed. */
    public Fault delayedBy(Duration duration) {
        Fields fields = new Fields(this);
        fields.delay = Durations.check("duration", Objects.requireNonNull(duration, "duration"));
        return fields.toFault();
    }

    /**
     * Nothing happens before that is complete, however it completes; a client that has gone by then changes nothing.
     * For tests in the emulator's own process.
     */
    public Fault heldUntil(CompletionStage<?> release) {
        Fields fields = new Fields(this);
        fields.hold = Objects.requireNonNull(release, "release");
        return fields.toFault();
    }

    /** Happens that many times in a row. Default 1. */
    public Fault times(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("times must be at least 1, but is " + number);
        }
        Fields fields = new Fields(this);
        fields.times = number;
        return fields.toFault();
    }

    Kind kind() {
        return kind;
    }

    boolean is(Kind other) {
        return kind == other;
    }

    int status() {
        return status;
    }

    long bytes() {
        return bytes;
    }

    String text() {
        return text;
    }

    String code() {
        return code;
    }

    String type() {
        return type;
    }

    String message() {
        return message;
    }

    String body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Runs the rest of an operation on its own thread, when it is time. */
    void whenDue(Vertx vertx, Runnable rest) {
        if (hold != null) {
            Context context = vertx.getOrCreateContext();
            hold.whenComplete((any, thrown) -> context.runOnContext(released -> afterDelay(vertx, rest)));
        } else {
            afterDelay(vertx, rest);
        }
    }

    private void afterDelay(Vertx vertx, Runnable rest) {
        if (delay.toMillis() > 0) {
            vertx.setTimer(delay.toMillis(), timer -> rest.run());
        } else {
            rest.run();
        }
    }

    int times() {
        return times;
    }

    /** Reads what {@link #toJson} writes. */
    static Fault fromJson(JsonNode json) {
        String word = json.path("fault").asText();
        Fields fields = new Fields(
                Stream.of(Kind.values()).filter(kind -> kind.word().equals(word)).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "fault is '" + word + "', but must be one of "
                                                                        + Stream.of(Kind.values()).map(Kind::word)
                                                                                .collect(Collectors.joining(", ")))));
        fields.status = json.path("status").asInt(fields.kind == Kind.STATUS ? 503 : 0);
        fields.bytes = json.path("bytes").asLong();
        fields.text = textOrNull(json, fields.kind == Kind.UNKNOWN_STATUS ? "word" : "url");
        fields.code = textOrNull(json, "code");
        fields.type = textOrNull(json, "type");
        fields.message = textOrNull(json, "message");
        fields.body = textOrNull(json, "body");
        fields.times = Math.max(1, json.path("times").asInt(1));
        fields.delay = Durations.check("delayMs", Duration.ofMillis(json.path("delayMs").asLong()));
        json.path("headers").properties()
                .forEach(header -> fields.headers.put(header.getKey(), header.getValue().asText()));
        if (json.has("retryAfter")) {
            fields.headers.put("Retry-After", json.get("retryAfter").asText());
        }
        if (fields.kind == Kind.MODERATION) {
            fields.code = fields.code == null ? MODERATION_CODE : fields.code;
            fields.message = fields.message == null ? MODERATION_MESSAGE : fields.message;
        }
        boolean textNeeded
                = fields.kind == Kind.UNKNOWN_STATUS || fields.kind == Kind.OUTPUT_URL || fields.kind == Kind.REDIRECT;
        if (textNeeded && fields.text == null) {
            throw new IllegalArgumentException(
                    word + " needs '" + (fields.kind == Kind.UNKNOWN_STATUS ? "word" : "url") + "'");
        }
        if (fields.kind == Kind.SLOW && fields.bytes < 1) {
            throw new IllegalArgumentException("slow needs 'bytes', how many a second");
        }
        return fields.toFault();
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object().put("fault", kind.word());
        if (status != 0) {
            json.put("status", status);
        }
        if (bytes != 0) {
            json.put("bytes", bytes);
        }
        putIfPresent(json, kind == Kind.UNKNOWN_STATUS ? "word" : "url", text);
        putIfPresent(json, "code", code);
        putIfPresent(json, "type", type);
        putIfPresent(json, "message", message);
        putIfPresent(json, "body", body);
        if (!headers.isEmpty()) {
            ObjectNode object = json.putObject("headers");
            headers.forEach(object::put);
        }
        if (!delay.isZero()) {
            json.put("delayMs", delay.toMillis());
        }
        return json.put("times", times);
    }

    private static void putIfPresent(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static String textOrNull(JsonNode json, String name) {
        return json.hasNonNull(name) ? json.get(name).asText() : null;
    }

    @Override
    public String toString() {
        return toJson().toString();
    }

    private static final class Fields {
        private final Kind kind;
        private int status;
        private long bytes;
        private String text;
        private String code;
        private String type;
        private String message;
        private String body;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private Duration delay = Duration.ZERO;
        private CompletionStage<?> hold;
        private int times = 1;

        Fields(Kind kind) {
            this.kind = kind;
        }

        Fields(Fault fault) {
            this.kind = fault.kind;
            this.status = fault.status;
            this.bytes = fault.bytes;
            this.text = fault.text;
            this.code = fault.code;
            this.type = fault.type;
            this.message = fault.message;
            this.body = fault.body;
            this.headers.putAll(fault.headers);
            this.delay = fault.delay;
            this.hold = fault.hold;
            this.times = fault.times;
        }

        Fault toFault() {
            return new Fault(this);
        }
    }
}
