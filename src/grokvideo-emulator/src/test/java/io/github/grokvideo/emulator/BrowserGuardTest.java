package io.github.grokvideo.emulator;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.internal.fault.FaultJson;
import io.github.grokvideo.emulator.internal.fault.FaultQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What reaches the emulator, byte for byte, from programs and from the pages of others in a browser on this machine.
 */
class BrowserGuardTest {

    private static GatewayEmulator emulator;
    private static int port;
    private static int mediaPort;

    @BeforeAll
    static void start() {
        emulator = GatewayEmulator.builder().tiny(true).hosts("Emulator.Example", "compose_name").build().start();
        port = URI.create(emulator.baseUrl()).getPort();
        mediaPort = URI.create(emulator.mediaUrl()).getPort();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @AfterEach
    void reset() {
        emulator.reset();
    }

    /** Lines of a head, of which {@code PORT} is replaced. */
    private static String head(String lines) {
        return lines.replace("PORT", Integer.toString(port)).replace("|", "\r\n") + "\r\n";
    }

    private static String raw(int to, String head, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", to)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    static List<String> foreign() {
        return List.of(
                // DNS rebinding: a name of the page's that leads here
                "GET TARGET HTTP/1.1|Host: evil.example",
                "GET TARGET HTTP/1.1|Host: evil.example:PORT",
                "GET TARGET HTTP/1.1|Host: evil.example:PORT|Origin: http://evil.example:PORT|Sec-Fetch-Site: same-origin",
                "GET TARGET HTTP/1.1|Host: EVIL.example.",
                "GET TARGET HTTP/1.1|Host: localhost.evil.example:PORT",
                "GET TARGET HTTP/1.1|Host: 127.0.0.1.evil.example:PORT",
                "GET TARGET HTTP/1.1|Host: evil.localhost:PORT",
                "GET TARGET HTTP/1.1|Host: sub.emulator.example",
                "GET TARGET HTTP/1.1|Host: 0.0.0.0:PORT",
                "GET TARGET HTTP/1.1|Host: 192.168.1.1:PORT",
                "GET TARGET HTTP/1.1|Host: [::]:PORT",
                "GET TARGET HTTP/1.1|Host: [fe80::1]:PORT",
                "GET TARGET HTTP/1.1|Host: [::ffff:10.0.0.1]:PORT",
                "GET TARGET HTTP/1.1|Host: [::1",
                "GET TARGET HTTP/1.1|Host: [::1]evil.example",
                "GET TARGET HTTP/1.1|Host: [evil.example]",
                "GET TARGET HTTP/1.1|Host: ::1",
                "GET TARGET HTTP/1.1|Host: 127.0.0.256",
                "GET TARGET HTTP/1.1|Host: 0127.0.0.1",
                "GET TARGET HTTP/1.1|Host: localhost..",
                "GET TARGET HTTP/1.1|Host: .localhost",
                "GET TARGET HTTP/1.1|Host: localhost@evil.example",
                "GET TARGET HTTP/1.1|Host: evil.example@localhost",
                "GET TARGET HTTP/1.1|Host: localhost, evil.example",
                "GET TARGET HTTP/1.1|Host: localhost evil.example",
                "GET TARGET HTTP/1.1|Host: http://localhost:PORT",
                "GET TARGET HTTP/1.1|Host: localhost/evil.example",
                "GET TARGET HTTP/1.1|Host: localhost:PORT:PORT",
                "GET TARGET HTTP/1.1|Host: localhost:99999",
                "GET TARGET HTTP/1.1|Host: localhost:http",
                "GET TARGET HTTP/1.1|Host: l\u00f6calhost",
                "GET TARGET HTTP/1.1|Host: " + "a".repeat(5_000),
                // several hosts, or none
                "GET TARGET HTTP/1.1|Host: localhost|Host: evil.example",
                "GET TARGET HTTP/1.1|Host: evil.example|Host: localhost",
                "GET TARGET HTTP/1.1|Host: localhost|Host: localhost",
                "GET TARGET HTTP/1.1|Host:",
                "GET TARGET HTTP/1.1|X-Forwarded-Host: localhost",
                "GET TARGET HTTP/1.0|X-Forwarded-Host: localhost",
                "GET TARGET HTTP/1.0|Host: evil.example",
                "GET http://evil.example:PORTTARGET HTTP/1.1|Host: localhost:PORT",
                "GET http://localhost:PORTTARGET HTTP/1.1|Host: evil.example",
                "GET HTTP://localhost@evil.example:PORTTARGET HTTP/1.1|Host: localhost:PORT",
                // across origins
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://evil.example",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: null",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: ",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://localhost:3000",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://localhost",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://127.0.0.1:PORT",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://localhost:PORT.evil.example",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: file://",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: chrome-extension://abcdef",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: ftp://localhost:PORT",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://localhost:PORT|Origin: http://evil.example",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://localhost:PORT, http://evil.example",
                "OPTIONS TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://evil.example|Access-Control-Request-Method: POST",
                // without reading the answer
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: image",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Sec-Fetch-Site: same-site|Sec-Fetch-Mode: no-cors",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: iframe",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Sec-Fetch-Site: none|Sec-Fetch-Site: cross-site",
                "GET TARGET HTTP/1.1|Host: localhost:PORT|Sec-Fetch-Site: unheard-of",
                "POST TARGET HTTP/1.1|Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|"
                                                                                       + "Sec-Fetch-Dest: document");
    }

    static Stream<String> foreignRequests() {
        return foreign().stream().flatMap(
                head -> Stream
                        .of("/admin/requests", "//admin/requests", "/v1/models", "/openai/v1/videos/x",
                                "/xai/v1/video-generation-models",
                                "/v1/webhooks/secret", "/nothing")
                        .limit(head.endsWith("|Host: evil.example") ? 7 : 3)
                        .map(target -> head.replace("TARGET", target)));
    }

    @ParameterizedTest
    @MethodSource("foreignRequests")
    void refusesForeignPages(String lines) throws IOException {
        emulator.faults().next(Operation.MODELS, Fault.status(503));
        int faults = faults().toString().length();
        String head = head(lines) + "Authorization: Bearer " + emulator.apiKey() + "\r\n";

        String answer = raw(port, head, "");

        // 400 is what cannot be read at all
        assertThat(status(answer)).isIn(400, 403);
        assertThat(answer.toLowerCase()).doesNotContain("access-control-allow", "\"object\"", emulator.apiKey());
        assertThat(emulator.requests().all()).as("leaves no trace").isEmpty();
        assertThat(faults().toString()).as("uses up no fault").hasSize(faults);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "POST /admin/reset", "DELETE /admin/faults", "PUT /admin/balance", "POST /admin/jobs/x/finish", "POST /v1/videos",
            "POST /openai/v1/videos", "POST /xai/v1/videos/generations", "DELETE /v1/videos/x" })
    void refusesWhatWouldChangeSomething(String request) throws IOException {
        emulator.faults().next(Operation.CREATE, Fault.status(503));
        for (String from : List.of("Host: localhost:PORT|Origin: https://evil.example", "Host: localhost:PORT|Origin: null",
                "Host: evil.example", "Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors")) {
            String body = "{\"model\":\"grok-imagine-video\",\"prompt\":\"p\"}";
            String answer = raw(port, head(request + " HTTP/1.1|" + from) + "Content-Type: text/plain\r\nContent-Length: "
                                      + body.length() + "\r\nAuthorization: Bearer " + emulator.apiKey() + "\r\n",
                    body);
            assertThat(answer).as(from).startsWith("HTTP/1.1 403").contains("\"error\"");
        }
        assertThat(faults()).isNotEmpty();
        assertThat(emulator.jobs().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "GET TARGET HTTP/1.1|Host: localhost:PORT", "GET TARGET HTTP/1.1|Host: LocalHost",
            "GET TARGET HTTP/1.1|Host: localhost.:PORT", "GET TARGET HTTP/1.1|Host: 127.0.0.1:PORT",
            "GET TARGET HTTP/1.1|Host: 127.255.0.9", "GET TARGET HTTP/1.1|Host: [::1]:PORT",
            "GET TARGET HTTP/1.1|Host: [0:0:0:0:0:0:0:1]", "GET TARGET HTTP/1.1|Host: [::ffff:127.0.0.1]:9",
            "GET TARGET HTTP/1.1|Host: localhost:9000", "GET TARGET HTTP/1.0|Host: localhost",
            "GET TARGET HTTP/1.1|Host: emulator.example", "GET TARGET HTTP/1.1|Host: EMULATOR.example.:443",
            "GET TARGET HTTP/1.1|Host: compose_name:PORT",
            "GET http://localhost:PORTTARGET HTTP/1.1|Host: localhost:PORT",
            // a page that the emulator itself serves, and an address typed in or followed
            "GET TARGET HTTP/1.1|Host: localhost:PORT|Origin: http://localhost:PORT|Sec-Fetch-Site: same-origin",
            "GET TARGET HTTP/1.1|Host: [::1]:PORT|Origin: http://[::1]:PORT",
            "GET TARGET HTTP/1.1|Host: LOCALHOST:PORT|Origin: http://localhost:PORT",
            "GET TARGET HTTP/1.1|Host: emulator.example|Origin: https://emulator.example:443",
            "GET TARGET HTTP/1.1|Host: localhost:80|Origin: http://localhost",
            "GET TARGET HTTP/1.1|Host: localhost:PORT|Sec-Fetch-Site: none|Sec-Fetch-Mode: navigate",
            "GET TARGET HTTP/1.1|Host: localhost:PORT|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|"
                                                                                                      + "Sec-Fetch-Dest: document" })
    void answersProgramsAndItsOwnPages(String lines) throws IOException {
        for (String target : List.of("/admin/requests", "/v1/models", "/xai/v1/video-generation-models")) {
            String head = head(lines.replace("TARGET", target)) + "Authorization: Bearer " + emulator.apiKey() + "\r\n";
            assertThat(raw(port, head, "")).startsWith("HTTP/1.")
                    .satisfies(answer -> assertThat(status(answer)).isEqualTo(200));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Content-Type: application/json", "Content-Type: application/json; charset=utf-8",
            // curl, if it is not told
            "Content-Type: application/x-www-form-urlencoded", "Accept: */*" })
    void adminAcceptsJson(String header) throws IOException {
        assertThat(postFault(header)).startsWith("HTTP/1.1 200").contains("nosniff");
        assertThat(faults()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Content-Type: text/plain", "Content-Type: multipart/form-data; boundary=x",
            "Content-Type: text/plain;application/json",
            "Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://localhost:PORT",
            "Content-Type: application/x-www-form-urlencoded\r\nReferer: http://evil.example/",
            "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: none" })
    void adminRefusesMediaTypesThatNeedNoPreflight(String header) throws IOException {
        assertThat(postFault(header)).startsWith("HTTP/1.1 415");
        assertThat(faults()).isEmpty();
    }

    private static JsonNode faults() {
        return FaultJson.write((FaultQueue) emulator.faults());
    }

    private static String postFault(String header) throws IOException {
        String body = "{\"operation\":\"get\",\"fault\":\"status\",\"status\":503}";
        return raw(port, head("POST /admin/faults HTTP/1.1|Host: localhost:PORT|Content-Length: " + body.length() + "|"
                              + header),
                body);
    }

    @Test
    void http2IsNoWayAround() throws Exception {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpResponse<String> own = client.send(
                HttpRequest.newBuilder(URI.create(emulator.adminUrl() + "/ledger")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(own.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(own.statusCode()).isEqualTo(200);
        HttpResponse<String> foreign = client.send(
                HttpRequest.newBuilder(URI.create(emulator.adminUrl() + "/ledger")).header("Origin", "http://evil.example")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(foreign.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void http2AuthorityIsCheckedAsWell() throws Exception {
        assertThat(Http2Probe.status(port, "localhost:" + port, null, "/admin/ledger")).isEqualTo(200);
        assertThat(Http2Probe.status(port, "evil.example", null, "/admin/ledger")).isIn(400, 403);
        assertThat(Http2Probe.status(port, "evil.example:" + port, null, "/admin/ledger")).isIn(400, 403);
        assertThat(Http2Probe.status(port, "localhost:" + port, "evil.example", "/admin/ledger")).isIn(400, 403);
        assertThat(Http2Probe.status(port, "evil.example", "localhost", "/admin/ledger")).isIn(400, 403);
    }

    @Test
    void mediaIsServedToPagesThatKnowTheAddressButUnderNoForeignName() throws Exception {
        String id = new ApiClient(() -> emulator).create(ApiClient.video("p")).id();
        emulator.jobs().finish(id);
        String path = URI.create(new ApiClient(() -> emulator).get(id).json().path("output").path("url").asText()).getPath();
        String page = "GET " + path + " HTTP/1.1|Host: 127.0.0.1:" + mediaPort
                      + "|Origin: http://localhost:3000|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors";
        assertThat(raw(mediaPort, head(page), "")).startsWith("HTTP/1.1 200");
        long before = emulator.mediaRequests().count();
        for (String head : List.of("GET " + path + " HTTP/1.1|Host: evil.example:" + mediaPort,
                "GET " + path + " HTTP/1.0|X: y",
                "GET " + path + " HTTP/1.1|Host: localhost|Host: evil.example")) {
            assertThat(status(raw(mediaPort, head(head), ""))).isIn(400, 403);
        }
        assertThat(emulator.mediaRequests().count()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://emulator.example", "emulator.example:80", "", " ", "a/b", "a b", "*", "[::1" })
    void namesAreNamesOnly(String name) {
        assertThatThrownBy(() -> GatewayEmulator.builder().hosts(name)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "' is not the name of a host");
    }
}
