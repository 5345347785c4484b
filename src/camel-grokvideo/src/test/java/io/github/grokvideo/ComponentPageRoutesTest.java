package io.github.grokvideo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.ModerationException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.AdviceWithRouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.util.function.ThrowingConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The routes of the component page do what it says, in each language. */
@Tag("slow")
class ComponentPageRoutesTest extends EmulatorTestSupport {

    @TempDir
    Path folder;

    ComponentPageRoutesTest() {
        testConfiguration().withUseAdviceWith(true);
    }

    private void load(String language, String java) throws Exception {
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof GrokVideoEndpoint video && video.getConfiguration().getDirectory() != null) {
                assertThat(video.getConfiguration().getDirectory()).isEqualTo("videos");
                video.getConfiguration().setDirectory(folder.toString());
            }
            return endpoint;
        });
        PageExamples.of("grokvideo-component.adoc", java).addTo(context, language);
    }

    private void advise(String from, ThrowingConsumer<AdviceWithRouteBuilder, Exception> change) throws Exception {
        List<String> inputs = context.getRouteDefinitions().stream().map(route -> route.getInput().getEndpointUri()).toList();
        int number = IntStream.range(0, inputs.size()).filter(i -> inputs.get(i).startsWith(from)).findFirst().orElseThrow();
        AdviceWith.adviceWith(context, number, change);
    }

    private static JsonNode submitted() {
        assertThat(gateway.requests().create()).hasSize(1);
        return gateway.requests().create().get(0).json();
    }

    @ParameterizedTest
    @ValueSource(strings = { "yaml", "java", "xml" })
    void firstRouteStoresTheVideo(String language) throws Exception {
        load(language, "aspectRatio=16:9");
        context.start();

        Exchange result = ok(send("direct:film", "a fox in the snow"));

        assertThat(result.getMessage().getBody(File.class)).hasParent(folder.toFile()).isNotEmpty();
        assertThat(result.getMessage().getHeader(Exchange.FILE_NAME, String.class)).endsWith(".mp4");
        assertThat(submitted().path("prompt").asText()).isEqualTo("a fox in the snow");
        assertThat(submitted().toString()).contains("16:9");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.COST)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = { "yaml", "java", "xml" })
    void routeContinuesWithoutAVideo(String language) throws Exception {
        load(language, "JobFailedException");
        context.start();
        gateway.faults().next(Operation.CREATE, Fault.moderation());

        Exchange result = ok(send("direct:film", "p"));

        assertThat(result.getProperty(Exchange.EXCEPTION_CAUGHT)).isInstanceOf(ModerationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "yaml", "java", "xml" })
    void photosAreAnimated(String language) throws Exception {
        load(language, "file:photos");
        advise("file:photos", route -> route.replaceFromWith("direct:photo"));
        context.start();
        byte[] photo = Files.readAllBytes(Path.of("src/test/resources/dot.png"));

        Exchange result = ok(send("direct:photo", photo));

        assertThat(result.getMessage().getBody(File.class)).hasParent(folder.toFile()).isNotEmpty();
        assertThat(submitted().path("prompt").asText()).isEqualTo("the camera moves slowly around the product");
        assertThat(submitted().toString()).contains(Base64.getEncoder().encodeToString(photo));
    }

    @ParameterizedTest
    @ValueSource(strings = { "yaml", "java", "xml" })
    void resultsArePublished(String language) throws Exception {
        load(language, "pollEnrich");
        advise("timer:publish", route -> {
            route.replaceFromWith("direct:publish");
            route.mockEndpointsAndSkip("file:*");
        });
        context.start();
        MockEndpoint published = context.getEndpoint("mock:file:published", MockEndpoint.class);
        ok(send("grokvideo:submit?duration=1", "p"));

        // on a busy machine, a poll may end before the job does
        await().untilAsserted(() -> {
            ok(send("direct:publish", null));
            assertThat(published.getReceivedCounter()).isPositive();
        });

        assertThat(published.getReceivedExchanges().get(0).getMessage().getHeader(GrokVideoConstants.STATUS))
                .isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(strings = { "yaml", "java", "xml" })
    void progressIsReported(String language) throws Exception {
        load(language, "progressUri");
        advise("direct:progress", route -> route.weaveAddLast().to("mock:progress"));
        context.start();

        ok(send("direct:film", "p"));

        MockEndpoint progress = context.getEndpoint("mock:progress", MockEndpoint.class);
        assertThat(progress.getReceivedExchanges()).isNotEmpty()
                .allSatisfy(one -> assertThat(one.getMessage().getHeader(GrokVideoConstants.JOB_ID)).isNotNull())
                .extracting(one -> one.getMessage().getHeader(GrokVideoConstants.STATUS)).contains("COMPLETED");
    }
}
