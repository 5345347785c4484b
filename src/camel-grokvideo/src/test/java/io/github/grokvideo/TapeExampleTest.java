package io.github.grokvideo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TapeExampleTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = GrokVideoEmulatorExtension.tape(Path.of("src/test/resources/tape"));

    @Test
    void theFilmIsTheRecordedOne() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            GrokVideoComponent grokvideo = camel.getComponent("grokvideo", GrokVideoComponent.class);
            grokvideo.getConfiguration().setApiKey(gateway.apiKey());
            grokvideo.getConfiguration().setBaseUrl(gateway.baseUrl());
            grokvideo.setAllowLoopback(true);
            camel.start();

            byte[] film = camel.createProducerTemplate().requestBody(
                    "grokvideo:generate?output=bytes&duration=1&pollInterval=50", "a fox in the snow", byte[].class);

            assertEquals("ftyp", new String(film, 4, 4, StandardCharsets.US_ASCII));
        }
    }
}
