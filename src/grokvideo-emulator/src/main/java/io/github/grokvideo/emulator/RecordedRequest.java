package io.github.grokvideo.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.internal.Json;

/**
 * A request as it arrived.
 *
 * @param api       the API; {@code null} for a download
 * @param operation the operation
 * @param method    the HTTP method, for example {@code POST}
 * @param path      the path as sent, still percent-encoded, without the query
 * @param query     the query as sent, still percent-encoded, without the question mark; {@code null} if there was none
 * @param headers   all headers; names are case-insensitive
 * @param body      the body, byte for byte; empty if there was none
 * @param at        the time of arrival, by the emulator's clock
 */
public record RecordedRequest(
        Api api, Operation operation, String method, String path, String query, Map<String, List<String>> headers,
        byte[] body, Instant at) {

    public RecordedRequest {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        headers = Collections.unmodifiableMap(copy);
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** Returns a copy of the body. */
    @Override
    public byte[] body() {
        return body.clone();
    }

    /** Returns the length of the body, in bytes. */
    public int bodyLength() {
        return body.length;
    }

    /** Returns the body, decoded as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * Returns the body, parsed as JSON.
     *
     * @throws UncheckedIOException if it is not JSON
     */
    public JsonNode json() {
        try {
            return Json.read(body);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + this, e);
        }
    }

    @Override
    public String toString() {
        return method + " " + path + (query == null ? "" : "?" + query) + " (" + body.length + " bytes)";
    }
}
