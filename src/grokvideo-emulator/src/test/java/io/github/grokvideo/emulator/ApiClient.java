package io.github.grokvideo.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.internal.Json;

/** A client of the gateway that hides nothing. */
final class ApiClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Supplier<GatewayEmulator> emulator;

    ApiClient(Supplier<GatewayEmulator> emulator) {
        this.emulator = emulator;
    }

    record Answer(int status, HttpResponse<byte[]> response) {
        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        byte[] body() {
            return response.body();
        }

        JsonNode json() {
            try {
                return Json.read(response.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        String errorCode() {
            return json().path("error").path("code").asText();
        }

        String requestId() {
            return json().path("request_id").asText();
        }

        String id() {
            return json().path("id").asText();
        }
    }

    /** A request that would be accepted. */
    static ObjectNode video(String prompt) {
        return Json.object().put("model", "grok-imagine-video").put("prompt", prompt);
    }

    Answer create(JsonNode body) throws IOException {
        return post(emulator.get().baseUrl() + "/videos", body);
    }

    Answer post(String url, JsonNode body) throws IOException {
        return send(request(url).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body))));
    }

    Answer get(String id) throws IOException {
        return send(request(emulator.get().baseUrl() + "/videos/" + id));
    }

    Answer cancel(String id) throws IOException {
        return send(request(emulator.get().baseUrl() + "/videos/" + id).DELETE());
    }

    /** Creates a job and ends it. */
    JsonNode completed(JsonNode body) throws IOException {
        String id = create(body).id();
        emulator.get().jobs().finish(id);
        return get(id).json();
    }

    // the same at xAI

    Answer generate(JsonNode body) throws IOException {
        return submit("generations", body);
    }

    Answer submit(String path, JsonNode body) throws IOException {
        return post(emulator.get().xaiBaseUrl() + "/videos/" + path, body);
    }

    Answer poll(String requestId) throws IOException {
        return send(request(emulator.get().xaiBaseUrl() + "/videos/" + requestId));
    }

    /** Submits a job and ends it. */
    JsonNode done(String path, JsonNode body) throws IOException {
        Answer submitted = submit(path, body);
        if (submitted.status() != 200) {
            throw new IOException(submitted.status() + " " + submitted.text());
        }
        emulator.get().jobs().finish(submitted.requestId());
        return poll(submitted.requestId()).json();
    }

    /** Without a key. */
    Answer download(String url) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + emulator.get().apiKey());
    }

    Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> response
                    = http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
