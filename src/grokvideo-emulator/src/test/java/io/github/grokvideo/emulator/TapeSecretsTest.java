package io.github.grokvideo.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.grokvideo.emulator.internal.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;

/** A gateway and a client that put secrets, all with the word canary, wherever they can: none gets onto a tape. */
class TapeSecretsTest {

    private static final String KEY = "lmnfl_canaryId.canarySecretOfTheAccount";
    private static final String SESSION = "canary-session-0123";
    private static final String CLIENT_KEY = "canary:key/of+a=client";

    @TempDir
    Path folder;

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer gateway;
    private GatewayEmulator recorder;
    private String origin;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin = "http://127.0.0.1:" + gateway.getAddress().getPort();
        gateway.createContext("/", this::answer);
        gateway.start();
        recorder = GatewayEmulator.builder().tape(folder.resolve("tape")).record(true)
                .recordFrom(Api.LUMENFALL, origin + "/v1", KEY).recordFrom(Api.XAI, origin + "/x/v1", KEY).build().start();
    }

    @AfterEach
    void stop() {
        recorder.close();
        gateway.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/canary-path/")) {
            send(exchange, path.contains("gone") ? 403 : 200, "video/mp4", path.contains("gone")
                    ? "<Error><SignatureProvided>canary-signature</SignatureProvided></Error>" : "a film");
            return;
        }
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        String sent = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        ObjectNode json = Json.object().put("id", "job-1").put("request_id", "job-1").put("status", "completed")
                .put("session_token", "canary-token").put("message", "for " + sent + " and "
                                                                     + Base64.getEncoder().encodeToString(
                                                                             sent.getBytes(StandardCharsets.UTF_8)))
                .put("see", "https://canary-user:canary-password@docs.example/a?sig=canary#canary or "
                            + "/relative?X-Amz-Signature=canary&Key=canary")
                .put("note", "Authorization: Bearer canary0123456789abcdef")
                .put("echo", exchange.getRequestHeaders().getFirst("Cookie") + " " + SESSION
                             + exchange.getRequestHeaders().getFirst("X-Api-Key"));
        json.putObject("output").put("url", origin + "/canary-path/film.mp4?Signature=canary&Expires=1");
        json.putObject("data").put("preview_url", origin + "/canary-path/gone.mp4;t=canary?token=canary")
                .put("api_key", "canary").put("upload_url", "https://bucket.example/canary?sig=canary");
        json.putObject("secrets").putObject("client_secret").put("nested", "canary");
        if (path.endsWith("/webhooks/secret")) {
            send(exchange, 200, "application/json", "{\"key\":\"whsec_canary\"}");
        } else if (path.endsWith("/page")) {
            send(exchange, 502, "text/html", "<html>" + sent + " https://a.example/?canary=1</html>");
        } else {
            send(exchange, 200, "application/json", new String(Json.write(json), StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Set-Cookie", "session=" + SESSION + "; Path=/");
        exchange.getResponseHeaders().add("X-Request-Token", "canary");
        exchange.getResponseHeaders().add("X-Lumenfall-Trace", "https://trace.example/?token=canary");
        exchange.getResponseHeaders().add("Location", "https://elsewhere.example/canary?sig=canary");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static ObjectNode request() {
        ObjectNode request = video("as in https://images.example/a.png?X-Amz-Credential=canary")
                .put("webhook_url", "https://hooks.example/services/canary?token=canary").put("api_key", "canary")
                .put("idempotency_key", "canary-idempotency").put("user", "me");
        request.putObject("output").put("upload_url", "https://bucket.example/canary?sig=canary");
        request.putObject("input_reference")
                .put("image_url", "https://canary:canary@images.example/photo.png?sig=canary&Policy=canary#canary");
        return request;
    }

    @Test
    void noSecretGetsOntoTheTapeIntoTheLogOrToAdmin() throws IOException {
        PrintStream err = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        String admin;
        try {
            for (String key : List.of(recorder.apiKey(), CLIENT_KEY)) {
                exchange(key);
            }
            ApiClient client = new ApiClient(() -> recorder);
            admin = client.download(recorder.adminUrl() + "/requests").text();
        } finally {
            recorder.close();
            System.setErr(err);
        }
        assertThat(authorizations).as("the gateway gets the real keys").contains("Bearer " + KEY, "Bearer " + CLIENT_KEY)
                .doesNotContain("Bearer " + recorder.apiKey());
        assertThat(admin).contains("photo.png").doesNotContain(CLIENT_KEY, recorder.apiKey(), "canary-cookie");
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContainIgnoringCase("canary");
        try (var files = Files.walk(folder.resolve("tape"))) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(6).allSatisfy(file -> {
                assertThat(file.getFileName().toString()).doesNotContainIgnoringCase("canary");
                if (Files.isRegularFile(file)) {
                    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContainIgnoringCase("canary").doesNotContain(encoded(KEY), encoded(CLIENT_KEY));
                }
            });
            String text = String.join("", all.stream().filter(file -> file.toString().endsWith(".json"))
                    .map(TapeSecretsTest::read).toList());
            assertThat(text).as("what is no secret is kept")
                    .contains("https://images.example/photo.png", "https://docs.example/a", "job-1", "\"user\" : \"me\"");
        }
    }

    private static String encoded(String key) {
        return Base64.getEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void exchange(String key) throws IOException {
        ApiClient client = new ApiClient(() -> recorder);
        ApiClient.Answer created = client.send(as(key, recorder.baseUrl() + "/videos")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(request()))));
        assertThat(created.header("Set-Cookie")).as("the client gets everything").contains(SESSION);
        client.send(as(key, recorder.xaiBaseUrl() + "/videos/generations")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(request()))));
        ApiClient.Answer read = client.send(as(key, recorder.baseUrl() + "/videos/job-1"));
        assertThat(client.download(read.json().at("/output/url").asText()).text()).isEqualTo("a film");
        assertThat(client.download(read.json().at("/data/preview_url").asText()).status()).isEqualTo(403);
        client.send(as(key, recorder.baseUrl() + "/webhooks/secret"));
        client.send(as(key, recorder.baseUrl() + "/page?token=canary&limit=3"));
        client.send(as(key, recorder.baseUrl() + "/models"));
        client.send(as(key, recorder.baseUrl() + "/videos/job-1").DELETE());
    }

    private static HttpRequest.Builder as(String key, String url) {
        return HttpRequest.newBuilder(java.net.URI.create(url)).header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json").header("Cookie", "a=canary-cookie-1; b=canary-cookie-2")
                .header("X-Api-Key", "canary-of-a-proxy");
    }

    @Test
    void aReplayOfTheSameRequestFindsItWithOtherSecrets() throws IOException {
        exchange(recorder.apiKey());
        recorder.close();
        try (GatewayEmulator replay = GatewayEmulator.builder().tape(folder.resolve("tape")).build().start()) {
            ApiClient client = new ApiClient(() -> replay);
            ObjectNode request = Json.object().setAll(request());
            request.put("webhook_url", "http://127.0.0.1:9/another").put("idempotency_key", "another");
            request.putObject("input_reference").put("image_url", "https://images.example/photo.png?sig=fresh#x");
            assertThat(client.send(as("any key", replay.baseUrl() + "/videos")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(request)))).id()).isEqualTo("job-1");
        }
    }

    @Test
    void keysAreNotSentToAnotherProvider() throws IOException {
        ApiClient client = new ApiClient(() -> recorder);
        ApiClient.Answer xai = client.send(as("xai-0123456789", recorder.baseUrl() + "/videos/generations")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(xai.status()).isEqualTo(401);
        assertThat(xai.text()).contains("Nothing was sent: the key belongs to another provider", "grokvideo.emulator.provider")
                .doesNotContain("0123456789");
        assertThat(client.send(as("lmnfl_a.b", recorder.xaiBaseUrl() + "/videos/job-1")).status()).isEqualTo(401);
        assertThat(authorizations).isEmpty();
    }

    @Test
    void withoutAKeyNothingIsSent() throws IOException {
        recorder.close();
        try (GatewayEmulator keyless = GatewayEmulator.builder().tape(folder.resolve("tape")).record(true)
                .recordFrom(Api.LUMENFALL, origin + "/v1", null).recordFrom(Api.XAI, origin + "/x/v1", null).build().start()) {
            ApiClient client = new ApiClient(() -> keyless);
            assertThat(keyless.apiKey()).as("not the one that everybody knows").startsWith("recording_");
            ApiClient.Answer refused = client.create(video("p"));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.text()).contains("Nothing was sent", "LUMENFALL_API_KEY");
            assertThat(client.generate(video("p")).text()).contains("XAI_API_KEY");
        }
        assertThat(authorizations).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "file:///etc/passwd", "ftp://127.0.0.1/x", "http://media.example/x.mp4", "no url", "//a/b" })
    void onlyMediaOfTheGatewayAreDownloaded(String url) throws IOException {
        gateway.removeContext("/");
        gateway.createContext("/", exchange -> send(
                exchange, 200, "application/json", "{\"id\":\"j\",\"output\":{\"url\":\"" + url + "\"}}"));
        ApiClient client = new ApiClient(() -> recorder);
        client.create(video("p"));
        assertThat(client.get("j").json().at("/output/url").asText()).as("left as it is").isEqualTo(url);
        recorder.close();
        try (var files = Files.list(folder.resolve("tape/media"))) {
            assertThat(files).isEmpty();
        }
    }
}
