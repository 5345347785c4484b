package io.github.grokvideo.example.studio;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.JobStatus;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.emulator.Operation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Films are cancelled, and it is told what that costs. */
class CancelTest extends StudioTestSupport {

    // videos are done when it says so
    private final ManualClock clock = new ManualClock();

    @Override
    GatewayEmulator.Builder emulator() {
        return super.emulator().rendering(false).clock(clock);
    }

    /** Waits until the gateway has accepted the only film. */
    private JsonNode accepted() throws Exception {
        return await().atMost(PATIENCE).until(this::films, all -> !all.get(0).path("job").isNull()).get(0);
    }

    private JsonNode ended() {
        return await().atMost(PATIENCE).until(this::films, all -> StudioEvents.isOver(all.get(0))).get(0);
    }

    private HttpResponse<String> cancel(String id) throws Exception {
        return delete("api/films/" + id + "/job");
    }

    @Test
    void whatTheGatewayChargesIsTold() throws Exception {
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        JsonNode film = accepted();
        assertThat(film.path("estimate").asText()).isEqualTo("0.10");
        assertThat(film.path("currency").asText()).isEqualTo("USD");

        assertThat(cancel(id).statusCode()).isEqualTo(204);

        film = ended();
        assertThat(film.path("state").asText()).isEqualTo("CANCELLED");
        assertThat(film.at("/problem/title").asText()).isEqualTo("Cancelled");
        assertThat(film.at("/problem/advice").asText()).isEqualTo("The gateway charged 0.10 USD for it.");
        assertThat(film.path("cost").asText()).isEqualTo("0.10");
        assertThat(gateway.requests().cancel()).hasSize(1);
        assertThat(gateway.jobs().all().get(0).status()).isEqualTo(JobStatus.CANCELLED);
        // over, and so removable
        assertThat(delete("api/films/" + id).statusCode()).isEqualTo(204);
    }

    @Test
    void aGatewayThatNamesNoCostMayChargeIt() throws Exception {
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        String job = accepted().path("job").asText();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        gateway.faults().always(Operation.GET, Fault.status(200)
                .body("{\"id\":\"" + job + "\",\"status\":\"cancelled\"}").heldUntil(cancelled));
        assertThat(cancel(id).statusCode()).isEqualTo(204);
        cancelled.complete(null);

        JsonNode film = ended();
        assertThat(film.path("state").asText()).isEqualTo("CANCELLED");
        assertThat(film.at("/problem/advice").asText())
                .isEqualTo("The gateway does not say what it costs, and may charge it.");
        assertThat(film.path("cost").isNull()).isTrue();
    }

    @Test
    void aFilmThatIsFinishedBeforeItCouldBeCancelledIsShown() throws Exception {
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        accepted();
        // accepts, and does nothing
        gateway.faults().next(Operation.CANCEL, Fault.status(204));
        assertThat(cancel(id).statusCode()).isEqualTo(204);
        assertThat(films().get(0).path("state").asText()).isEqualTo("CANCELLING");
        clock.advance(Duration.ofMinutes(1));

        JsonNode film = ended();
        assertThat(film.path("state").asText()).isEqualTo("DONE");
        assertThat(film.path("warnings").get(0).asText()).isEqualTo("It was finished before it could be cancelled.");
        assertThat(film.path("cost").asText()).isEqualTo("0.10");
    }

    @Test
    void aGatewayThatRefusesLeavesTheFilmAlone() throws Exception {
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        accepted();
        gateway.faults().next(Operation.CANCEL, Fault.status(400).message("too late"));

        HttpResponse<String> answer = cancel(id);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("too late").doesNotContain(gateway.apiKey());
        clock.advance(Duration.ofMinutes(1));
        JsonNode film = ended();
        assertThat(film.path("state").asText()).isEqualTo("DONE");
        assertThat(film.path("warnings")).isEmpty();
    }

    @Test
    void onlyWhatIsUnderWayIsCancelled() throws Exception {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        gateway.faults().next(Operation.CREATE, Fault.none().heldUntil(answered));
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");

        HttpResponse<String> early = cancel(id);
        assertThat(early.statusCode()).isEqualTo(400);
        assertThat(early.body()).contains("The gateway has not accepted this video yet.");

        answered.complete(null);
        accepted();
        clock.advance(Duration.ofMinutes(1));
        assertThat(ended().path("state").asText()).isEqualTo("DONE");
        for (String over : new String[] { id, "nothing" }) {
            HttpResponse<String> late = cancel(over);
            assertThat(late.statusCode()).isEqualTo(400);
            assertThat(late.body()).contains("This video is not being generated any more.");
        }
        assertThat(gateway.requests().cancel()).isEmpty();
    }

    @Test
    void withXaiThereIsNothingToCancelWith() throws Exception {
        studio.camel().stop();
        start("xai", gateway.xaiBaseUrl());
        String id = begin("{\"prompt\":\"A kettle\",\"seconds\":2}");
        accepted();

        try (StudioEvents events = events()) {
            assertThat(events.next("studio").path("cancels").asBoolean()).isFalse();
        }
        assertThat(cancel(id).statusCode()).isEqualTo(404);
    }
}
