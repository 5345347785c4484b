package io.github.grokvideo.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.VideoProbe;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every Kamelet in a Pipe, as camel-main runs it, against the emulator. */
class PipeTest {

    private static final String CIRCLES = "The camera slowly circles: a product & its box + 1";
    private static final byte[] IMAGE = image();

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @TempDir
    private Path folder;

    private final Main camel = new Main();

    private static byte[] image() {
        try {
            return Files.readAllBytes(Path.of("../src/camel-grokvideo/src/test/resources/dot.png"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void configure() {
        property("camel.component.grokvideo.api-key", gateway.apiKey());
        property("camel.component.grokvideo.base-url", gateway.baseUrl());
        property("camel.component.grokvideo.allow-loopback", "true");
        property("folder", folder.toString());
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    private void property(String name, String value) {
        camel.addInitialProperty(name, value);
    }

    private Exchange run(String pipe, Object body, Map<String, Object> headers) throws Exception {
        return run(pipe, body, pipe, headers);
    }

    private Exchange run(String pipes, Object body, String pipe, Map<String, Object> headers) throws Exception {
        camel.configure().withRoutesIncludePattern("classpath:pipes/" + pipes + ".yaml");
        camel.start();
        return camel.getCamelTemplate().send("direct:" + pipe, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeaders(headers);
        });
    }

    private Exchange run(String pipe, Object body) throws Exception {
        return run(pipe, body, Map.of());
    }

    private Exchange arrived(String mock) {
        MockEndpoint endpoint = camel.getCamelContext().getEndpoint("mock:" + mock, MockEndpoint.class);
        assertThat(endpoint.getReceivedExchanges()).hasSize(1);
        return endpoint.getReceivedExchanges().get(0);
    }

    private Exchange awaited(String mock) {
        MockEndpoint endpoint = camel.getCamelContext().getEndpoint("mock:" + mock, MockEndpoint.class);
        await().until(() -> endpoint.getReceivedCounter() > 0);
        return arrived(mock);
    }

    private static JsonNode submitted() {
        assertThat(gateway.requests().create()).hasSize(1);
        return gateway.requests().create().get(0).json();
    }

    // text to video

    @Test
    void textToVideo() throws Exception {
        Exchange result = run("text-to-video", "a cat & a dog: 100 % fun + more");

        assertThat(result.getException()).isNull();
        Exchange made = arrived("text-to-video");
        Path file = made.getMessage().getMandatoryBody(Path.class);
        assertThat(file).hasParent(folder);
        assertThat(VideoProbe.probe(file).videoCodec()).isEqualTo("h264");
        assertThat(made.getMessage().getHeaders()).containsKeys(GrokVideoConstants.JOB_ID, GrokVideoConstants.COST)
                .containsEntry(GrokVideoConstants.STATUS, "COMPLETED");
        JsonNode request = gateway.requests().create().stream().map(RecordedRequest::json)
                .filter(json -> json.has("idempotency_key")).findFirst().orElseThrow();
        assertThat(request.path("prompt").asText()).isEqualTo("a cat & a dog: 100 % fun + more");
        assertThat(request.path("aspect_ratio").asText()).isEqualTo("9:16");
        assertThat(request.path("duration").asInt()).isEqualTo(2);
        assertThat(request.path("resolution").asText()).isEqualTo("720p");
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "C++ films", "100 % käse & wein", "a#b?c=d", "C++" })
    void aFolderOfAnyNameIsThatFolder(String name) throws Exception {
        Path films = folder.resolve(name);
        property("folder", films.toString());

        assertThat(run("text-to-video", "a fox").getException()).isNull();

        Path file = arrived("text-to-video").getMessage().getMandatoryBody(Path.class);
        assertThat(file).hasParent(films);
        assertThat(VideoProbe.probe(file).videoCodec()).isEqualTo("h264");
    }

    @ParameterizedTest
    @ValueSource(strings = { "C++ films", "100 % käse & wein", "a#b?c=d" })
    void aFolderThatAPipeNamesIsThatFolder(String name) throws Exception {
        Path films = folder.resolve(name);
        String pipe = Files.readString(Path.of("src/test/resources/pipes/text-to-video.yaml"));
        Path named = Files.writeString(folder.resolve("named.yaml"), pipe.replace("{{folder}}", films.toString()));
        camel.configure().withRoutesIncludePattern("file:" + named);
        camel.start();

        Exchange result = camel.getCamelTemplate().send("direct:text-to-video",
                exchange -> exchange.getMessage().setBody("a fox"));

        assertThat(result.getException()).isNull();
        assertThat(arrived("text-to-video").getMessage().getMandatoryBody(Path.class)).exists().hasParent(films);
    }

    @Test
    void propertiesOfTheKameletComeToTheLetter() throws Exception {
        String kamelet = "camel.kamelet.grokvideo-image-to-video-action.";
        String prompt = "100 % {fun} + more; a=b & c#d?";
        property(kamelet + "prompt", prompt);
        property(kamelet + "apiKey", gateway.apiKey());
        property(kamelet + "baseUrl", gateway.baseUrl());
        property("camel.component.grokvideo.api-key", "another");
        property("camel.component.grokvideo.base-url", "http://127.0.0.1:1");

        assertThat(run("image-to-video-told", IMAGE).getException()).isNull();

        assertThat(submitted().path("prompt").asText()).isEqualTo(prompt);
    }

    @Test
    void whatTheKameletDoesNotSayIsSaidByTheComponent() throws Exception {
        property("camel.component.grokvideo.provider", "xai");
        property("camel.component.grokvideo.base-url", gateway.xaiBaseUrl());
        property("camel.component.grokvideo.model", "grok-imagine-video-1.5");

        assertThat(run("image-to-video", IMAGE).getException()).isNull();

        assertThat(submitted().path("model").asText()).isEqualTo("grok-imagine-video-1.5");
    }

    // image to video

    @Test
    void imageToVideo() throws Exception {
        assertThat(run("image-to-video", IMAGE).getException()).isNull();

        assertThat(submitted().path("prompt").asText()).isEqualTo(CIRCLES);
        assertThat(submitted().toString()).contains("data:image/png;base64,");
        Exchange made = arrived("image-to-video");
        assertThat(made.getMessage().getBody(String.class)).startsWith(gateway.mediaUrl()).endsWith(".mp4");
        assertThat(made.getMessage().getHeaders()).as("a later step does not animate the image again")
                .doesNotContainKey(GrokVideoConstants.INPUT_REFERENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://images.example.com/product?id=1", "data:image/png;base64,aGVsbG8=" })
    void imageToVideoTakesTheAddressOfAnImage(String address) throws Exception {
        run("image-to-video", address);

        assertThat(submitted().toString()).contains(address);
        assertThat(submitted().path("prompt").asText()).isEqualTo(CIRCLES);
    }

    @Test
    void imageToVideoTakesAFile() throws Exception {
        Path photo = Files.write(folder.resolve("photo.png"), IMAGE);

        assertThat(run("image-to-video", photo.toFile()).getException()).isNull();

        assertThat(submitted().toString()).contains("data:image/png;base64,");
    }

    @Test
    void imageToVideoTakesImageAndPromptFromHeaders() throws Exception {
        Exchange result = run("image-to-video-told", IMAGE, Map.of(GrokVideoConstants.PROMPT, "waves roll in"));
        assertThat(result.getException()).isNull();
        assertThat(submitted().path("prompt").asText()).isEqualTo("waves roll in");
    }

    @Test
    void imageToVideoTakesThePromptFromTheBodyIfAHeaderBringsTheImage() throws Exception {
        Exchange result = run("image-to-video-told", "waves roll in", Map.of(GrokVideoConstants.INPUT_REFERENCE, IMAGE));
        assertThat(result.getException()).isNull();
        assertThat(submitted().path("prompt").asText()).isEqualTo("waves roll in");
        assertThat(submitted().toString()).contains("data:image/png;base64,");
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://images.example.com/product.jpg", "" })
    void imageToVideoTakesNoAddressForAPrompt(String body) throws Exception {
        Exchange result = run("image-to-video-told", body);
        assertThat(result.getException()).isInstanceOf(InvalidRequestException.class);
        assertThat(gateway.requests().create()).isEmpty();
    }

    // edit video

    @Test
    void editVideoTakesTheVideoOfTheStepBefore() throws Exception {
        Exchange result = run("edit-video", "a paper boat");

        assertThat(result.getException()).isNull();
        assertThat(gateway.requests().create()).hasSize(2);
        JsonNode edit = gateway.requests().create().get(1).json();
        assertThat(edit.path("prompt").asText()).isEqualTo("Make it a watercolour painting");
        assertThat(edit.toString()).contains(gateway.mediaUrl());
        Path video = folder.resolve(gateway.ledger().entries().get(1).jobId() + ".mp4");
        assertThat(VideoProbe.probe(video).videoCodec()).isEqualTo("h264");
        assertThat(result.getMessage().getHeaders()).doesNotContainKey(GrokVideoConstants.INPUT_VIDEO);
    }

    // submit, status, sink

    @Test
    void submitAndStatus() throws Exception {
        assertThat(run("submit-and-status", "a paper boat").getException()).isNull();

        String id = gateway.ledger().entries().get(0).jobId();
        assertThat(arrived("submitted").getMessage().getBody()).isEqualTo(id);
        Exchange told = arrived("submit-and-status");
        assertThat(told.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
        assertThat(told.getMessage().getBody()).isInstanceOf(String.class);
        assertThat(new ObjectMapper().readTree(told.getMessage().getBody(String.class)).path("id").asText()).isEqualTo(id);
        assertThat(told.getMessage().getHeader(GrokVideoConstants.STATUS, String.class))
                .isIn("QUEUED", "RUNNING", "COMPLETED");
    }

    @Test
    void sinkSubmitsOnceAndDoesNotAsk() throws Exception {
        Map<String, Object> order = Map.of("order", 17);
        assertThat(run("sink", "a paper boat", order).getException()).isNull();

        assertThat(submitted().path("duration").asInt()).isEqualTo(3);
        assertThat(submitted().path("prompt").asText()).isEqualTo("a paper boat");
        assertThat(submitted().path("idempotency_key").asText()).isEqualTo("order-17");
        assertThat(gateway.requests().all()).hasSize(1);

        camel.getCamelTemplate().sendBodyAndHeaders("direct:sink", "a paper boat", order);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    // source

    @Test
    void sourceHandsOnWhatTheSinkHasSubmitted() throws Exception {
        run("sink.yaml,classpath:pipes/source", "a paper boat", "sink", Map.of("order", 17));

        Exchange result = awaited("result");
        assertThat(result.getMessage().getHeaders()).containsEntry(GrokVideoConstants.STATUS, "COMPLETED")
                .containsEntry(GrokVideoConstants.REQUEST_KEY, "order-17");
        Path video = folder.resolve(gateway.ledger().entries().get(0).jobId() + ".mp4");
        await().untilAsserted(() -> assertThat(VideoProbe.probe(video).videoCodec()).isEqualTo("h264"));
    }

    @Test
    void sourceTellsOfAJobThatFailed() throws Exception {
        gateway.faults().next(Operation.CREATE, Fault.failure("INTERNAL_ERROR", "no luck"));

        run("sink.yaml,classpath:pipes/source", "a paper boat", "sink", Map.of());

        assertThat(awaited("result").getMessage().getHeaders()).containsEntry(GrokVideoConstants.STATUS, "FAILED")
                .containsEntry(GrokVideoConstants.ERROR_CODE, "INTERNAL_ERROR");
    }

    // errors

    @Test
    void redeliveryByThePipePaysOnce() throws Exception {
        // the first delivery asks twice: for the address it was given, and for a fresh one
        gateway.faults().next(Operation.MEDIA, Fault.status(403), Fault.status(403));

        assertThat(run("redelivered", IMAGE).getException()).isNull();

        assertThat(arrived("redelivered").getMessage().getBody()).isInstanceOf(byte[].class);
        assertThat(gateway.mediaRequests().all()).hasSize(3);
        assertThat(gateway.requests().create()).hasSize(1);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    @Test
    void theDeadLetterOfAPipeNamesTheJob() throws Exception {
        gateway.faults().always(Operation.MEDIA, Fault.status(403));

        run("redelivered", IMAGE);

        assertThat(arrived("dead").getMessage().getHeader(GrokVideoConstants.JOB_ID))
                .isEqualTo(gateway.ledger().entries().get(0).jobId());
        assertThat(gateway.mediaRequests().all()).as("one delivery and three redeliveries").hasSize(8);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }
}
