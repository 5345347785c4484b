package io.github.grokvideo;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EmulatorExampleTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @Test
    void aLostAnswerCostsNothing() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            GrokVideoComponent grokvideo = camel.getComponent("grokvideo", GrokVideoComponent.class);
            grokvideo.getConfiguration().setApiKey(gateway.emulator().apiKey());
            grokvideo.getConfiguration().setBaseUrl(gateway.emulator().baseUrl());
            grokvideo.setAllowLoopback(true);
            camel.start();

            gateway.emulator().faults().next(Operation.CREATE, Fault.dropAfter());
            String url = camel.createProducerTemplate()
                    .requestBody("grokvideo:generate?pollInterval=50", "a fox in the snow", String.class);

            assertTrue(url.endsWith(".mp4"));
            assertEquals(1, gateway.emulator().ledger().billedJobs());
        }
    }
}
