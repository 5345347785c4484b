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

/** A request as it arrived. */
public final class RecordedRequest {

    private final Api api;
    private final Operation operation;
    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final Instant at;

    RecordedRequest(
                    Api api, Operation operation, String method, String path, String query,
                    Map<String, List<String>> headers, byte[] body, Instant at) {
        this.api = api;
        this.operation = operation;
        this.method = method;
        this.path = path;
        this.query = query;
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(headers);
        this.headers = Collections.unmodifiableMap(copy);
        this.body = body;
        this.at = at;
    }

    /** Whose API it came to; {@code null} for a download. */
    public Api api() {
        return api;
    }

    /** What it asked for. */
    public Operation operation() {
        return operation;
    }

    /** The HTTP method, for example {@code POST}. */
    public String method() {
        return method;
    }

    /** The path as sent, still percent-encoded, without the query. */
    public String path() {
        return path;
    }

    /** The query as sent, still percent-encoded, without the question mark; {@code null} if there was none. */
    public String query() {
        return query;
    }

    /** All headers; their names are found in upper or lower case. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        List<String> values = headers.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** The body, byte for byte; empty if there was none. */
    public byte[] body() {
        return body.clone();
    }

    /** The body, read as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body, read as JSON. */
    public JsonNode json() {
        try {
            return Json.read(body);
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + this, e);
        }
    }

    /** When it arrived, by the emulator's clock. */
    public Instant at() {
        return at;
    }

    int bodyLength() {
        return body.length;
    }

    @Override
    public String toString() {
        return method + " " + path + (query == null ? "" : "?" + query) + " (" + body.length + " bytes)";
    }
}
