package io.github.grokvideo.example.studio;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.emulator.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a studio knows of those before it. */
class RestartTest extends StudioTestSupport {

    private static final ObjectMapper JSON = new ObjectMapper();

    // videos are done when it says so
    private final ManualClock clock = new ManualClock();
    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    GatewayEmulator.Builder emulator() {
        return super.emulator().rendering(false).clock(clock);
    }

    private void restart() throws Exception {
        studio.camel().stop();
        closeDatabase();
        start("lumenfall", gateway.baseUrl());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(studio.address() + path)).timeout(PATIENCE);
    }

    private String make(String json) throws Exception {
        HttpResponse<String> answer = client.send(
                request("api/films").header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(202);
        return JSON.readTree(answer.body()).path("id").asText();
    }

    /** The list, as a page that comes now is told. */
    private JsonNode films() throws Exception {
        try (InputStream events
                = client.send(request("api/events").build(), HttpResponse.BodyHandlers.ofInputStream()).body();
             BufferedReader lines = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.startsWith("data: ")) {
                line = lines.readLine();
            }
            return JSON.readTree(line.substring("data: ".length())).path("films");
        }
    }

    private JsonNode finished(int count) {
        return await().atMost(PATIENCE).pollInSameThread().until(() -> {
            clock.advance(Duration.ofSeconds(10));
            return films();
        }, all -> all.size() == count && Stream.iterate(0, i -> i + 1).limit(count)
                .allMatch(i -> List.of("DONE", "FAILED").contains(all.get(i).path("state").asText())));
    }

    private List<String> kept() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".film-")).toList();
        }
    }

    @Test
    void theListIsTheSame() throws Exception {
        make("{\"prompt\":\"A kettle\",\"seconds\":2}");
        finished(1);
        gateway.faults().next(Operation.CREATE, Fault.moderation());
        make("{\"prompt\":\"A fox\"}");
        JsonNode before = finished(2);

        restart();

        assertThat(films()).isEqualTo(before);
        assertThat(before.get(0).path("cost").asText()).isEqualTo("0.10");
        assertThat(before.get(1).at("/problem/title").asText()).isEqualTo("Not allowed by the content policy");
    }

    @Test
    void aFilmThatWasUnderWayIsFinishedAndBilledOnce() throws Exception {
        String image = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(image());
        String id = make(JSON.createObjectNode().put("prompt", "A kettle").put("seconds", 1).put("image", image).toString());
        await().atMost(PATIENCE).until(() -> !gateway.requests().get().isEmpty());

        restart();

        assertThat(films().get(0).path("id").asText()).isEqualTo(id);
        assertThat(finished(1).get(0).path("state").asText()).isEqualTo("DONE");
        assertThat(folder.resolve(id + ".mp4")).exists();
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
        assertThat(gateway.requests().create()).hasSize(1);
        // what is over is not generated once more
        restart();
        assertThat(finished(1).get(0).path("state").asText()).isEqualTo("DONE");
        assertThat(gateway.requests().create()).hasSize(1);
    }

    @Test
    void whatWasRemovedOrHasNoVideoAnyMoreDoesNotComeBack() throws Exception {
        String removed = make("{\"prompt\":\"A kettle\",\"seconds\":1}");
        String gone = make("{\"prompt\":\"A fox\",\"seconds\":1}");
        finished(2);
        client.send(request("api/films/" + removed).DELETE().build(), HttpResponse.BodyHandlers.discarding());
        Files.delete(folder.resolve(gone + ".mp4"));
        Files.writeString(folder.resolve(".film-broken.json"), "{");

        restart();

        assertThat(films()).isEmpty();
        assertThat(kept()).containsExactly(".film-broken.json");
    }

    @Test
    void whatIsKeptIsNotServed() throws Exception {
        String id = make("{\"prompt\":\"A kettle\",\"seconds\":1}");
        finished(1);

        for (String name : List.of(".film-" + id + ".json", ".jobs.mv.db", "%2efilm-" + id + ".json")) {
            assertThat(client.send(request("videos/" + name).build(), HttpResponse.BodyHandlers.ofString()).statusCode())
                    .as(name).isEqualTo(404);
        }
        assertThat(kept()).containsExactly(".film-" + id + ".json");
    }
}
