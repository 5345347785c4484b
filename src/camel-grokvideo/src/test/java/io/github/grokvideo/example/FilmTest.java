package io.github.grokvideo.example;

import java.io.File;
import java.nio.file.Path;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FilmTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    static class FilmRoute extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:film").to("grokvideo:generate?duration=6&output=file&directory={{videos}}");
        }
    }

    private final Main camel = new Main();

    @BeforeEach
    void start(@TempDir Path folder) {
        camel.addOverrideProperty("camel.component.grokvideo.api-key", gateway.apiKey());
        camel.addOverrideProperty("camel.component.grokvideo.base-url", gateway.baseUrl());
        camel.addOverrideProperty("camel.component.grokvideo.allow-loopback", "true");
        camel.addOverrideProperty("camel.component.grokvideo.poll-interval", "50ms");
        camel.addOverrideProperty("videos", folder.toString());
        // not needed for routes that Camel Main finds itself, such as src/main/resources/camel/film.camel.yaml
        camel.configure().addRoutesBuilder(new FilmRoute());
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void thePromptBecomesAFile() throws Exception {
        File film = camel.getCamelTemplate().requestBody("direct:film", "a fox in the snow", File.class);

        assertTrue(film.isFile());
        assertEquals("a fox in the snow", gateway.requests().create().get(0).json().path("prompt").asText());
    }

    @Test
    void aLostResponseCostsNothing() throws Exception {
        gateway.faults().next(Operation.CREATE, Fault.dropAfter());

        camel.getCamelTemplate().requestBody("direct:film", "a fox in the snow", File.class);

        assertEquals(1, gateway.ledger().billedJobs());
    }
}
