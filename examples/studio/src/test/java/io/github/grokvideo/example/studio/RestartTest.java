package io.github.grokvideo.example.studio;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.emulator.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What a studio knows of those before it. */
class RestartTest extends StudioTestSupport {

    // videos are done when it says so
    private final ManualClock clock = new ManualClock();

    @Override
    GatewayEmulator.Builder emulator() {
        return super.emulator().rendering(false).clock(clock);
    }

    private void restart() throws Exception {
        studio.camel().stop();
        closeDatabase();
        start("lumenfall", gateway.baseUrl());
    }

    private JsonNode finished(int count) {
        return await().atMost(PATIENCE).pollInSameThread().until(() -> {
            clock.advance(Duration.ofSeconds(10));
            return films();
        }, all -> all.size() == count && StreamSupport.stream(all.spliterator(), false).allMatch(StudioEvents::isOver));
    }

    private List<String> kept() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".film-")).toList();
        }
    }

    @Test
    void theListIsTheSame() throws Exception {
        begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        finished(1);
        gateway.faults().next(Operation.CREATE, Fault.moderation());
        begin("{\"prompt\":\"A fox\"}");
        JsonNode before = finished(2);

        restart();

        assertThat(films()).isEqualTo(before);
        assertThat(before.get(0).path("cost").asText()).isEqualTo("0.10");
        assertThat(before.get(1).at("/problem/title").asText()).isEqualTo("Not allowed by the content policy");
    }

    @Test
    void aFilmThatWasUnderWayIsFinishedAndBilledOnce() throws Exception {
        String image = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(image());
        String id = begin(StudioEvents.JSON.createObjectNode().put("prompt", "A kettle").put("seconds", 1).put("image", image)
                .toString());
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
    void pagesAreNotToldThatAFilmFailedSinceTheStudioStops() throws Exception {
        try (StudioEvents events = events()) {
            // read as they come: what is buffered is lost when the connection breaks
            CompletableFuture<List<JsonNode>> told = CompletableFuture.supplyAsync(() -> events.rest("film"));
            begin("{\"prompt\":\"A kettle\",\"seconds\":1}");
            await().atMost(PATIENCE).until(() -> !films().get(0).path("job").isNull());
            studio.camel().stop();
            closeDatabase();

            assertThat(told.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotEmpty().noneMatch(StudioEvents::isOver);
        }
        start("lumenfall", gateway.baseUrl());
    }

    @Test
    void theTimeThatAFilmTakesBeginsWithItsRequest() throws Exception {
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":1}");
        await().atMost(PATIENCE).until(() -> gateway.jobs().count() == 1);
        studio.camel().stop();
        closeDatabase();
        Path kept = folder.resolve(".film-" + id + ".json");
        ObjectNode saved = (ObjectNode) StudioEvents.JSON.readTree(kept.toFile());
        saved.put("since", saved.path("since").asLong() - Duration.ofHours(1).toMillis());
        StudioEvents.JSON.writeValue(kept.toFile(), saved);

        start("lumenfall", gateway.baseUrl());

        // an open page ignores what is older than what it knows
        assertThat(films().get(0).path("elapsed").asLong()).isGreaterThan(Duration.ofHours(1).toMillis());
        assertThat(finished(1).get(0).path("elapsed").asLong()).isGreaterThan(Duration.ofHours(1).toMillis());
    }

    @Test
    void anEditThatWasUnderWayIsFinishedAndBilledOnce() throws Exception {
        String kettle = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        finished(1);
        String edit = begin("{\"prompt\":\"A copper kettle\",\"source\":{\"use\":\"EDIT\",\"film\":\"" + kettle
                            + "\",\"video\":\"/videos/" + kettle + ".mp4\"}}");
        await().atMost(PATIENCE).until(() -> gateway.jobs().count() == 2);

        restart();

        JsonNode film = finished(2).get(1);
        assertThat(film.path("id").asText()).isEqualTo(edit);
        assertThat(film.path("state").asText()).isEqualTo("DONE");
        assertThat(film.at("/origin/prompt").asText()).isEqualTo("A kettle");
        assertThat(folder.resolve(edit + ".mp4")).exists();
        assertThat(gateway.ledger().billedJobs()).isEqualTo(2);
        assertThat(gateway.requests().create()).hasSize(2);
    }

    @Test
    void aFilmThatWasCancelledStaysCancelled() throws Exception {
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        await().atMost(PATIENCE).until(() -> !films().get(0).path("job").isNull());
        CompletableFuture<Void> restarted = new CompletableFuture<>();
        gateway.faults().always(Operation.GET, Fault.none().heldUntil(restarted));
        assertThat(delete("api/films/" + id + "/job").statusCode()).isEqualTo(204);
        assertThat(films().get(0).path("state").asText()).isEqualTo("CANCELLING");

        restart();

        assertThat(films().get(0).path("state").asText()).isEqualTo("CANCELLING");
        gateway.faults().clear();
        restarted.complete(null);
        assertThat(finished(1).get(0).path("state").asText()).isEqualTo("CANCELLED");
        assertThat(gateway.requests().create()).hasSize(1);
    }

    @Test
    void aFilmThatWasUnderWayCanBeCancelled() throws Exception {
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        await().atMost(PATIENCE).until(() -> gateway.jobs().count() == 1);

        restart();

        await().atMost(PATIENCE).until(() -> !films().get(0).path("job").isNull());
        assertThat(delete("api/films/" + id + "/job").statusCode()).isEqualTo(204);
        await().atMost(PATIENCE).until(() -> films().get(0).path("state").asText().equals("CANCELLED"));
        assertThat(gateway.requests().create()).hasSize(1);
    }

    @Test
    void whatWasRemovedOrHasNoVideoAnyMoreDoesNotComeBack() throws Exception {
        String removed = begin("{\"prompt\":\"A kettle\",\"seconds\":1}");
        String gone = begin("{\"prompt\":\"A fox\",\"seconds\":1}");
        finished(2);
        delete("api/films/" + removed);
        Files.delete(folder.resolve(gone + ".mp4"));
        Files.writeString(folder.resolve(".film-broken.json"), "{");

        restart();

        assertThat(films()).isEmpty();
        assertThat(kept()).containsExactly(".film-broken.json");
    }

    @Test
    void whatIsKeptIsNotServed() throws Exception {
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":1}");
        finished(1);

        for (String name : List.of(".film-" + id + ".json", ".jobs.mv.db", "%2efilm-" + id + ".json")) {
            assertThat(HTTP.send(request("videos/" + name).build(), HttpResponse.BodyHandlers.ofString()).statusCode())
                    .as(name).isEqualTo(404);
        }
        assertThat(kept()).containsExactly(".film-" + id + ".json");
    }
}
