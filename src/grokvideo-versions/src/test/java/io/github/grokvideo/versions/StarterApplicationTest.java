package io.github.grokvideo.versions;

import java.nio.file.Path;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.VideoProbe;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** An application with the starter, with the versions that its own BOMs give. */
@ExtendWith(OutputCaptureExtension.class)
class StarterApplicationTest {

    @TempDir
    private Path folder;

    @SpringBootApplication
    static class Application {
    }

    @Test
    void makesAVideo(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE).properties("folder=" + folder).run()) {
            CamelContext context = application.getBean(CamelContext.class);
            assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("application.spring-boot.version"));
            assertThat(context.getVersion()).isEqualTo(System.getProperty("application.camel.version"));

            Exchange made = application.getBean(ProducerTemplate.class).send("direct:film",
                    exchange -> exchange.getMessage().setBody("a fox in the snow"));

            assertThat(made.getException()).isNull();
            Path file = made.getMessage().getMandatoryBody(Path.class);
            assertThat(file).hasParent(folder);
            assertThat(VideoProbe.probe(file).videoCodec()).isEqualTo("h264");
            GatewayEmulator emulator = context.getRegistry().lookupByNameAndType("grokvideoEmulator", GatewayEmulator.class);
            RecordedRequest request = emulator.requests().create().get(0);
            assertThat(request.json().path("duration").asInt()).isEqualTo(2);
            assertThat(request.json().path("aspect_ratio").asText()).isEqualTo("9:16");
        }
        assertThat(output.getAll()).doesNotContain("runs with jars of other versions", "compact notation");
    }
}
