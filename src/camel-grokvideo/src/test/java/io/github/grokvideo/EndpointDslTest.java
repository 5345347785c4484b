package io.github.grokvideo;

import java.nio.file.Path;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes with the builders that Camel generates from the options of endpoint and component. */
class EndpointDslTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @TempDir
    Path folder;

    static class FilmRoute extends EndpointRouteBuilder implements GrokVideoEndpointBuilderFactory.GrokVideoBuilders {

        @Override
        public void configure() {
            from(direct("film"))
                    .to(grokvideo("generate").duration(6.0).aspectRatio("16:9").output(GrokVideoOutput.file))
                    .log("${header.CamelFileName} cost ${header.CamelGrokVideoCost}");
        }
    }

    @Test
    void aRouteMakesAVideo() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            GrokvideoComponentBuilderFactory.grokvideo().apiKey(gateway.apiKey()).baseUrl(gateway.baseUrl()).allowLoopback(true)
                    .directory(folder.toString()).register(context, "grokvideo");
            context.addRoutes(new FilmRoute());
            context.start();

            Path video = Path.of(context.createProducerTemplate().requestBody("direct:film", "a fox", String.class));

            assertThat(video).hasParent(folder).isNotEmptyFile();
            assertThat(gateway.requests().create()).singleElement().satisfies(request -> {
                assertThat(request.json().path("seconds").asInt(request.json().path("duration").asInt())).isEqualTo(6);
                assertThat(request.text()).contains("16:9");
            });
        }
    }
}
