package io.github.grokvideo.example.studio;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.VideoProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Films that are made from others. */
class ContinueAndEditTest extends StudioTestSupport {

    private static final String VIDEO = "\"data:video/mp4;base64,";

    private JsonNode finished(String json) throws Exception {
        try (StudioEvents events = events()) {
            begin(json);
            return events.last();
        }
    }

    private JsonNode kettle() throws Exception {
        return finished("{\"prompt\":\"A kettle\",\"seconds\":2}");
    }

    private static ObjectNode request(String prompt, String use, JsonNode film) {
        ObjectNode request = StudioEvents.JSON.createObjectNode().put("prompt", prompt);
        request.putObject("source").put("use", use).put("film", film.path("id").asText())
                .put("video", film.at("/videos/0").asText());
        return request;
    }

    private static String imageUri() throws Exception {
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(StudioTestSupport.image());
    }

    private String estimate(ObjectNode request) throws Exception {
        HttpResponse<String> answer = post("api/estimate", request.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return StudioEvents.JSON.readTree(answer.body()).path("amount").asText();
    }

    private void withXai() throws Exception {
        studio.camel().stop();
        start("xai", gateway.xaiBaseUrl());
    }

    @Test
    void aVideoIsEditedForThePriceThatWasTold() throws Exception {
        JsonNode kettle = kettle();
        ObjectNode request = request("A copper kettle", "EDIT", kettle);
        assertThat(estimate(request)).isEqualTo("0.1");
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);

        JsonNode edit = finished(request.toString());

        assertThat(edit.path("state").asText()).as(edit.toString()).isEqualTo("DONE");
        assertThat(edit.at("/origin/use").asText()).isEqualTo("EDIT");
        assertThat(edit.at("/origin/film")).isEqualTo(kettle.path("id"));
        assertThat(edit.at("/origin/prompt").asText()).isEqualTo("A kettle");
        assertThat(new BigDecimal(edit.path("cost").asText())).isEqualByComparingTo("0.1");
        assertThat(gateway.requests().create().get(1).text())
                .contains("\"input_video\":" + VIDEO, "\"prompt\":\"A copper kettle\"")
                .doesNotContain("duration", "aspect_ratio", "input_reference");
        assertThat(folder.resolve(edit.path("id").asText() + ".mp4")).exists();
        // the video that it was made from stays
        assertThat(films()).hasSize(2);
    }

    @Test
    void aVideoIsContinuedFromItsLastPictureWhereTheProviderDoesNotExtend() throws Exception {
        try (StudioEvents events = events()) {
            assertThat(events.next("studio").path("extends").asBoolean()).isFalse();
        }
        JsonNode kettle = kettle();
        ObjectNode request = request("It boils", "CONTINUE", kettle).put("seconds", 3);
        HttpResponse<String> without = post("api/films", request.toString());
        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(without.body()).contains("The last picture of the video is missing");
        assertThat(estimate(request)).isEqualTo("0.15");

        JsonNode next = finished(request.put("image", imageUri()).toString());

        assertThat(next.path("state").asText()).as(next.toString()).isEqualTo("DONE");
        assertThat(next.at("/origin/use").asText()).isEqualTo("CONTINUE");
        assertThat(new BigDecimal(next.path("cost").asText())).isEqualByComparingTo("0.15");
        assertThat(gateway.requests().create().get(1).text()).contains("\"input_reference\"").doesNotContain("input_video");
    }

    @Test
    void aVideoIsExtendedWhereTheProviderDoes() throws Exception {
        withXai();
        try (StudioEvents events = events()) {
            assertThat(events.next("studio").path("extends").asBoolean()).isTrue();
        }
        JsonNode kettle = kettle();
        ObjectNode request = request("It boils", "CONTINUE", kettle).put("seconds", 3);
        assertThat(estimate(request)).isEqualTo("0.15");

        JsonNode longer = finished(request.toString());

        assertThat(longer.path("state").asText()).as(longer.toString()).isEqualTo("DONE");
        assertThat(longer.at("/origin/prompt").asText()).isEqualTo("A kettle");
        assertThat(gateway.requests().create().get(1).path()).endsWith("/videos/extensions");
        assertThat(gateway.requests().create().get(1).text()).contains(VIDEO, "\"duration\":3");
        assertThat(new BigDecimal(longer.path("cost").asText())).isEqualByComparingTo("0.15");
        // the video that it continues, and its continuation
        assertThat(VideoProbe.probe(folder.resolve(longer.path("id").asText() + ".mp4")).duration().toMillis())
                .isBetween(4800L, 5500L);
    }

    @Test
    void withXaiAVideoIsEditedAsWell() throws Exception {
        withXai();

        JsonNode edit = finished(request("A copper kettle", "EDIT", kettle()).toString());

        assertThat(edit.path("state").asText()).as(edit.toString()).isEqualTo("DONE");
        assertThat(gateway.requests().create().get(1).path()).endsWith("/videos/edits");
        assertThat(edit.path("warnings")).isEmpty();
    }

    @Test
    void anImageAndAVideoAreNotCombined() throws Exception {
        HttpResponse<String> answer = post(
                "api/films", request("A copper kettle", "EDIT", kettle()).put("image", imageUri()).toString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("An image and a video cannot be combined.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"use\":\"EDIT\",\"film\":\"ID\",\"video\":\"/videos/../secret.mp4\"}",
            "{\"use\":\"EDIT\",\"film\":\"ID\",\"video\":\"/videos/.film-ID.json\"}",
            "{\"use\":\"EDIT\",\"film\":\"nothing\",\"video\":\"/videos/ID.mp4\"}",
            "{\"use\":\"EDIT\",\"film\":\"ID\"}", "{\"use\":\"EDIT\"}", "{\"film\":\"ID\",\"video\":\"/videos/ID.mp4\"}",
            "{\"use\":\"STEAL\",\"film\":\"ID\",\"video\":\"/videos/ID.mp4\"}", "{}", "[]", "7", "\"ID\"" })
    void refusesWhatIsNoVideoOfTheList(String source) throws Exception {
        String id = kettle().path("id").asText();

        HttpResponse<String> answer
                = post("api/films", "{\"prompt\":\"x\",\"source\":" + source.replace("ID", id) + "}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(StudioEvents.JSON.readTree(answer.body()).path("title").asText()).isEqualTo("Invalid request");
        assertThat(gateway.requests().create()).hasSize(1);
    }
}
