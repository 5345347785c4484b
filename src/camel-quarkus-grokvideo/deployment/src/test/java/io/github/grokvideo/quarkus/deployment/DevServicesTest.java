package io.github.grokvideo.quarkus.deployment;

import java.io.File;
import java.io.IOException;
import java.util.Map;

import jakarta.inject.Inject;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.emulator.VideoProbe;
import io.quarkus.test.QuarkusUnitTest;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** An application without any configuration of the gateway. */
class DevServicesTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClass(Routes.class))
            .overrideConfigKey("quarkus.grokvideo.devservices.queue-time", "10ms")
            .overrideConfigKey("quarkus.grokvideo.devservices.render-time", "20ms")
            .overrideConfigKey("quarkus.grokvideo.devservices.tiny", "true")
            .overrideConfigKey("camel.component.grokvideo.poll-interval", "20ms")
            .overrideConfigKey("camel.component.grokvideo.directory", "target/videos");

    public static class Routes extends RouteBuilder {

        @Override
        public void configure() {
            from("direct:film").to("grokvideo:generate?output=file");
            from("direct:kamelet").to("kamelet:grokvideo-text-to-video-action?duration=2&output=file");
        }
    }

    @Inject
    CamelContext context;

    @Inject
    ProducerTemplate camel;

    @Test
    void theEmulatorIsTheGateway() {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);

        assertThat(component.getConfiguration().getBaseUrl()).startsWith("http://127.0.0.1:");
    }

    @Test
    void aRouteMakesAFilm() throws IOException {
        File film = camel.requestBody("direct:film", "A paper boat", File.class);

        assertThat(VideoProbe.probe(film.toPath()).videoCodec()).isEqualTo("h264");
    }

    @Test
    void aKameletMakesAFilm() throws IOException {
        File film = camel.requestBodyAndHeaders("direct:kamelet", "A paper boat", Map.of(), File.class);

        assertThat(VideoProbe.probe(film.toPath()).duration().toMillis()).isBetween(1_500L, 2_500L);
    }
}
