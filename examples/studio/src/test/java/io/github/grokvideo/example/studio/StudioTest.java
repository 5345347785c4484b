package io.github.grokvideo.example.studio;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.VideoProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the page's server answers. */
class StudioTest extends StudioTestSupport {

    @Test
    void makesAFilmAndTellsHowItComesOn() throws Exception {
        try (StudioEvents events = events()) {
            assertThat(events.next("studio").path("films")).isEmpty();
            HttpResponse<String> answer
                    = post("api/films", "{\"prompt\":\" A kettle \",\"seconds\":2,\"ratio\":\"1:1\",\"count\":2}");

            assertThat(answer.statusCode()).isEqualTo(202);
            JsonNode begun = StudioEvents.JSON.readTree(answer.body());
            assertThat(begun.path("prompt").asText()).isEqualTo("A kettle");
            assertThat(begun.path("state").asText()).isEqualTo("WAITING");

            JsonNode done = events.last();
            assertThat(done.path("id")).isEqualTo(begun.path("id"));
            assertThat(done.path("state").asText()).isEqualTo("DONE");
            assertThat(done.path("cost").asText()).isEqualTo("0.20");
            assertThat(done.path("currency").asText()).isEqualTo("USD");
            assertThat(done.path("videos")).hasSize(2);
            for (JsonNode path : done.path("videos")) {
                HttpResponse<byte[]> video = HTTP.send(
                        request(path.asText().substring(1)).build(), HttpResponse.BodyHandlers.ofByteArray());
                assertThat(video.statusCode()).isEqualTo(200);
                assertThat(video.headers().firstValue("Content-Type")).hasValue("video/mp4");
                assertThat(VideoProbe.probe(video.body()).duration().toMillis()).isBetween(1900L, 2250L);
            }
        }
        String sent = gateway.requests().create().get(0).text();
        assertThat(sent).contains("\"prompt\":\"A kettle\"", "\"aspect_ratio\":\"1:1\"", "\"n\":2");

        // whoever comes later is told as well
        try (StudioEvents events = events()) {
            assertThat(events.next("studio").path("films")).hasSize(1);
        }
    }

    @Test
    void animatesAnImage() throws Exception {
        String image = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(image());
        try (StudioEvents events = events()) {
            HttpResponse<String> answer = post(
                    "api/films",
                    StudioEvents.JSON.createObjectNode().put("prompt", "Steam rises").put("seconds", 1).put("image", image)
                            .toString());
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(events.last().path("image").asBoolean()).isTrue();
        }
        assertThat(gateway.requests().create().get(0).text()).contains(image);
    }

    @Test
    void browsersCanGoToAnyPlaceInAVideo() throws Exception {
        String path;
        try (StudioEvents events = events()) {
            post("api/films", "{\"prompt\":\"A kettle\",\"seconds\":1}");
            path = events.last().path("videos").get(0).asText();
        }
        HttpResponse<byte[]> part = HTTP.send(
                request(path.substring(1)).header("Range", "bytes=10-19").build(), HttpResponse.BodyHandlers.ofByteArray());

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).hasSize(10);
    }

    /** Browsers do it whenever their user goes to another place in a video. */
    @Test
    void aConnectionThatIsClosedInTheMiddleOfAVideoIsNoError() throws Exception {
        byte[] video = new byte[64 << 20];
        Files.write(folder.resolve("long.mp4"), video);
        PrintStream usual = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            for (int i = 0; i < 5; i++) {
                try (Socket browser = new Socket("127.0.0.1", URI.create(studio.address()).getPort())) {
                    browser.getOutputStream().write(
                            "GET /videos/long.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(browser.getInputStream().read()).isPositive();
                    browser.setSoLinger(true, 0);
                }
            }
            // the server has only one thread for connections, and learns of the others before it has sent all of this
            assertThat(HTTP.send(request("videos/long.mp4").build(), HttpResponse.BodyHandlers.ofByteArray()).body())
                    .hasSize(video.length);
        } finally {
            System.setErr(usual);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void tellsThePrice() throws Exception {
        HttpResponse<String> answer = post("api/estimate", "{\"seconds\":4,\"count\":3}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(StudioEvents.JSON.readTree(answer.body()).path("amount").decimalValue()).isEqualByComparingTo("0.60");
        assertThat(gateway.ledger().billedJobs()).isZero();
    }

    @Test
    void tellsWhatFailed() throws Exception {
        gateway.faults().next(Operation.CREATE, Fault.moderation(), Fault.status(402), Fault.status(401));
        try (StudioEvents events = events()) {
            for (String title : List.of("Not allowed by the content policy", "Insufficient balance",
                    "The API key is not accepted")) {
                post("api/films", "{\"prompt\":\"A kettle\",\"seconds\":1}");
                JsonNode failed = events.last();
                assertThat(failed.path("state").asText()).isEqualTo("FAILED");
                assertThat(failed.path("problem").path("title").asText()).isEqualTo(title);
                assertThat(failed.path("problem").path("advice").asText()).isNotBlank();
                assertThat(failed.toString()).doesNotContain(gateway.apiKey());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{}", "{\"prompt\":\"  \"}", "{\"prompt\":7,\"x\":1}", "not JSON", "",
            "{\"prompt\":\"x\",\"image\":\"http://127.0.0.1/secret.png\"}",
            "{\"prompt\":\"x\",\"image\":\"file:/etc/passwd\"}",
            "null", " null ", "[]", "[null]", "[{\"prompt\":\"x\"}]", "7", "1.5", "true", "\"x\"", "\"\"", " ", "{",
            "{\"prompt\":\"x\"",
            "{\"prompt\":{}}", "{\"prompt\":[\"x\"]}", "{\"prompt\":null}", "{\"prompt\":\"x\",\"seconds\":\"long\"}",
            "{\"prompt\":\"x\",\"seconds\":-1}", "{\"prompt\":\"x\",\"seconds\":1e999}", "{\"prompt\":\"x\",\"seconds\":{}}",
            "{\"prompt\":\"x\",\"count\":0}", "{\"prompt\":\"x\",\"count\":99}", "{\"prompt\":\"x\",\"count\":[]}",
            "{\"prompt\":\"x\",\"image\":\"data:image/png;base64,bm8gaW1hZ2UgYXQgYWxs\"}",
            "{\"prompt\":\"x\",\"image\":\"data:image/png;base64,A\"}", "{\"prompt\":\"x\",\"image\":7}" })
    void refusesWhatCannotBe(String body) throws Exception {
        HttpResponse<String> answer = post("api/films", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(StudioEvents.JSON.readTree(answer.body()).path("title").asText()).isEqualTo("Invalid request");
        assertThat(answer.body()).doesNotContain("Exception");
        assertThat(gateway.requests().create()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "[]", "7", "\"x\"", "", "not JSON", "{\"seconds\":\"long\"}" })
    void tellsNoPriceOfWhatIsNoRequest(String body) throws Exception {
        HttpResponse<String> answer = post("api/estimate", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(StudioEvents.JSON.readTree(answer.body()).path("advice").asText()).isNotBlank();
    }

    @Test
    void refusesWhatIsNotUtf8() throws Exception {
        for (String path : List.of("api/films", "api/estimate")) {
            HttpResponse<String> answer = HTTP.send(
                    request(path).header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(
                                    "{\"prompt\":\"für\"}".getBytes(StandardCharsets.ISO_8859_1)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void answersHeadAsGetWithoutTheBody() throws Exception {
        String video;
        try (StudioEvents events = events()) {
            post("api/films", "{\"prompt\":\"A kettle\",\"seconds\":1}");
            video = events.last().path("videos").get(0).asText().substring(1);
        }
        for (String path : List.of("", "studio.css", "form.js", "studio.js", "studio.svg", video, "videos/nothing.mp4")) {
            HttpResponse<byte[]> get = HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
            HttpResponse<byte[]> head = HTTP.send(
                    request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.ofByteArray());

            assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
            assertThat(head.body()).isEmpty();
            // what is not there has a page that says so, and HEAD has no page
            if (get.statusCode() == 200) {
                assertThat(head.headers().firstValue("Content-Type")).isEqualTo(get.headers().firstValue("Content-Type"));
            }
            assertThat(head.headers().firstValue("Content-Security-Policy")).isPresent();
        }
        assertThat(raw("HEAD /" + video + " HTTP/1.1\r\nHost: localhost\r\n")).startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: ").endsWith("\r\n\r\n");
        assertThat(raw("HEAD /api/events HTTP/1.1\r\nHost: localhost\r\n")).startsWith("HTTP/1.1 200")
                .contains("text/event-stream").endsWith("\r\n\r\n");
        assertThat(raw("HEAD / HTTP/1.1\r\nHost: elsewhere.example\r\n")).startsWith("HTTP/1.1 403");
    }

    @Test
    void removesAFilmFromTheListAndKeepsItsFile() throws Exception {
        try (StudioEvents events = events()) {
            post("api/films", "{\"prompt\":\"A kettle\",\"seconds\":1}");
            JsonNode film = events.last();
            String id = film.path("id").asText();

            assertThat(delete("api/films/" + id).statusCode()).isEqualTo(204);
            assertThat(events.next("removed").asText()).isEqualTo(id);
            assertThat(delete("api/films/" + id).statusCode()).isEqualTo(204);
            assertThat(folder.resolve(id + ".mp4")).exists();
        }
        try (StudioEvents events = events()) {
            assertThat(events.next("studio").path("films")).isEmpty();
        }
    }

    @Test
    void removesNoFilmThatIsBeingMade() throws Exception {
        gateway.faults().next(Operation.GET, Fault.delay(Duration.ofSeconds(2)));
        try (StudioEvents events = events()) {
            String id = StudioEvents.JSON.readTree(post("api/films", "{\"prompt\":\"A kettle\",\"seconds\":1}").body())
                    .path("id").asText();

            HttpResponse<String> answer = delete("api/films/" + id);

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("is being generated");
            assertThat(events.last().path("state").asText()).isEqualTo("DONE");
        }
    }

    @Test
    void tellsWhatARequestMayCost() throws Exception {
        try (StudioEvents events = events()) {
            assertThat(events.next("studio").path("limit").asInt()).isEqualTo(2);
        }
    }

    @Test
    void refusesWhatCostsTooMuch() throws Exception {
        try (StudioEvents events = events()) {
            post("api/films", "{\"prompt\":\"A kettle\",\"seconds\":15,\"count\":4}");
            assertThat(events.last().path("problem").path("title").asText()).isEqualTo("Above the cost limit");
        }
        assertThat(gateway.ledger().billedJobs()).isZero();
    }

    @Test
    void tellsBrowsersToLetNothingElseIn() throws Exception {
        for (String path : List.of("", "studio.css", "form.js", "studio.js", "studio.svg", "api/nothing",
                "videos/nothing.mp4")) {
            HttpResponse<String> answer = HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
                    policy -> assertThat(policy).contains("default-src 'none'", "script-src 'self'").doesNotContain("unsafe"));
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.statusCode()).isEqualTo(path.endsWith("nothing") || path.endsWith("mp4") ? 404 : 200);
            assertThat(answer.body()).doesNotContain(gateway.apiKey());
        }
    }

    @Test
    void servesNothingButVideos() throws Exception {
        Files.writeString(folder.resolveSibling("secret.txt"), "secret");
        try {
            for (String path : List.of("/videos/../secret.txt", "/videos/%2e%2e/secret.txt", "/videos/..%2fsecret.txt",
                    "/videos/", "/pom.xml")) {
                assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n")).doesNotStartWith("HTTP/1.1 200")
                        .doesNotContain("secret");
            }
        } finally {
            Files.delete(folder.resolveSibling("secret.txt"));
        }
    }

    @Test
    void refusesOtherPagesInTheSameBrowser() throws Exception {
        String body = "{\"prompt\":\"A kettle\"}";
        String post = "POST /api/films HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";

        assertThat(raw(post + "Host: localhost\r\nOrigin: https://elsewhere.example\r\n", body)).startsWith("HTTP/1.1 403");
        assertThat(raw(post + "Host: elsewhere.example\r\nOrigin: http://elsewhere.example\r\n", body))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET / HTTP/1.1\r\nHost: elsewhere.example:8088\r\n")).startsWith("HTTP/1.1 403");
        for (String from : List.of("Origin: null", "Origin: http://localhost:3000", "Sec-Fetch-Site: cross-site",
                "Host: elsewhere.example")) {
            assertThat(raw(post + "Host: localhost\r\n" + from + "\r\n", body)).as(from).matches("(?s)HTTP/1.1 40[03].*");
        }
        // what a page may send without asking first
        assertThat(raw(post.replace("application/json", "text/plain") + "Host: localhost\r\n", body))
                .startsWith("HTTP/1.1 415");
        assertThat(gateway.requests().create()).isEmpty();
        assertThat(raw(post + "Host: localhost\r\nOrigin: http://localhost\r\n", body)).startsWith("HTTP/1.1 202");
    }

    @Test
    void answersToTheNamesItIsGiven() throws Exception {
        for (String host : List.of("127.0.0.1:8088", "[::1]:8088", "studio.example", "other.example:443")) {
            assertThat(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nOrigin: https://" + host + "\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
        assertThat(raw("GET / HTTP/1.0\r\n")).startsWith("HTTP/1.0 403");
    }

    @Test
    void onlyThisMachineCanReachIt() {
        // a server that listens to all of a machine's addresses has this one as well
        assertThatThrownBy(() -> new Socket("127.0.0.2", URI.create(studio.address()).getPort()).close())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        String image = "data:image/png;base64," + "A".repeat(15_000_000);
        String body = StudioEvents.JSON.createObjectNode().put("prompt", "A kettle").put("image", image).toString();

        assertThat(post("api/films", body).statusCode()).isEqualTo(413);
        assertThat(gateway.requests().create()).isEmpty();
    }

    private String raw(String head) throws IOException {
        return raw(head, "");
    }

    /** Sends what no well-behaved client does. */
    private String raw(String head, String body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", URI.create(studio.address()).getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
