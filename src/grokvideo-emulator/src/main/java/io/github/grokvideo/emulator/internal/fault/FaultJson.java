package io.github.grokvideo.emulator.internal.fault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Fault.Kind;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.Durations;
import io.github.grokvideo.emulator.internal.Json;

/** Faults as {@code /admin/faults} reads and writes them. */
public final class FaultJson {

    private static final int DEFAULT_STATUS = 503;

    private FaultJson() {
    }

    /** @throws IllegalArgumentException if it is not a fault; the message names the member and what is accepted */
    public static Fault read(JsonNode json) {
        String word = json.path("fault").asText();
        Kind kind = Stream.of(Kind.values()).filter(each -> each.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "fault is '" + word + "', but must be one of "
                                                                + Stream.of(Kind.values()).map(Kind::word)
                                                                        .collect(Collectors.joining(", "))));
        String text = text(json, textMember(kind));
        if (text == null && (kind == Kind.UNKNOWN_STATUS || kind == Kind.OUTPUT_URL || kind == Kind.REDIRECT)) {
            throw new IllegalArgumentException(word + " needs '" + textMember(kind) + "'");
        }
        long bytes = json.path("bytes").asLong();
        if (kind == Kind.SLOW && bytes < 1) {
            throw new IllegalArgumentException("slow needs 'bytes', the number per second");
        }
        Fault usual = kind == Kind.MODERATION ? Fault.moderation() : Fault.none();
        return new Fault(
                kind, json.path("status").asInt(kind == Kind.STATUS ? DEFAULT_STATUS : 0), text(json, "code", usual.code()),
                text(json, "type"), text(json, "message", usual.message()), text(json, "body"), headers(json), text, bytes,
                Durations.check("delayMs", Duration.ofMillis(json.path("delayMs").asLong())), null,
                Math.max(1, json.path("times").asInt(1)));
    }

    private static String textMember(Kind kind) {
        return kind == Kind.UNKNOWN_STATUS ? "word" : "url";
    }

    private static String text(JsonNode json, String name) {
        return text(json, name, null);
    }

    private static String text(JsonNode json, String name, String otherwise) {
        return json.hasNonNull(name) ? json.get(name).asText() : otherwise;
    }

    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.path("headers").properties().forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        if (json.has("retryAfter")) {
            headers.put("Retry-After", json.get("retryAfter").asText());
        }
        return headers;
    }

    /** Writes all faults to come. */
    public static ArrayNode write(FaultQueue faults) {
        ArrayNode array = Json.array();
        faults.forEachQueued((operation, fault) -> array.add(write(operation, fault)));
        faults.forEachStanding((operation, fault) -> array.add(write(operation, fault).put("always", true)));
        return array;
    }

    private static ObjectNode write(Operation operation, Fault fault) {
        ObjectNode json = Json.object().put("fault", fault.kind().word());
        if (fault.status() != 0) {
            json.put("status", fault.status());
        }
        if (fault.bytes() != 0) {
            json.put("bytes", fault.bytes());
        }
        putIfPresent(json, textMember(fault.kind()), fault.text());
        putIfPresent(json, "code", fault.code());
        putIfPresent(json, "type", fault.type());
        putIfPresent(json, "message", fault.message());
        putIfPresent(json, "body", fault.body());
        if (!fault.headers().isEmpty()) {
            ObjectNode headers = json.putObject("headers");
            fault.headers().forEach(headers::put);
        }
        if (!fault.delay().isZero()) {
            json.put("delayMs", fault.delay().toMillis());
        }
        return json.put("times", fault.times()).put("operation", operation.name().toLowerCase(Locale.ROOT));
    }

    private static void putIfPresent(ObjectNode json, String name, String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
