package io.github.grokvideo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.github.grokvideo.emulator.GatewayEmulator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes are recorded by properties alone, before an emulator that stands for the gateway, and replayed without it. */
class TapeRouteTest {

    private static final String REAL_KEY = "key-of-the-account.0123456789";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(GrokVideoProvider.class)
    void routesAreRecordedAndReplayed(GrokVideoProvider provider) throws Exception {
        byte[] film;
        byte[] fromImage;
        try (GatewayEmulator gateway = GatewayEmulator.builder().tiny(true).apiKey(REAL_KEY)
                .queueTime(Duration.ofMillis(20)).renderTime(Duration.ofMillis(50)).build().start();
             CamelContext recording = context(provider, Map.of(
                     "record", "true", "record-from",
                     provider == GrokVideoProvider.xai ? gateway.xaiBaseUrl() : gateway.openAiBaseUrl()))) {
            film = film(send(recording, "a fox in the snow", ""));
            fromImage = film(send(recording, "it runs", "&inputReference=classpath:dot.png"));
            assertThat(gateway.ledger().billedJobs()).isEqualTo(2);
        }
        try (CamelContext replay = context(provider, Map.of("tape-speed", "1000"))) {
            assertThat(film(send(replay, "it runs", "&inputReference=classpath:dot.png"))).isEqualTo(fromImage);
            assertThat(film(send(replay, "a fox in the snow", ""))).isEqualTo(film);
            assertThat(send(replay, "a fox in the sand", "").getException())
                    .hasMessageContaining("prompt (on the tape \"a fox in the snow\", in the request \"a fox in the sand\")");
            assertThat(replay.getRegistry().lookupByNameAndType("grokvideoEmulator", GatewayEmulator.class).tape().misses())
                    .as("a miss is not repeated").hasSize(1);
        }
    }

    private CamelContext context(GrokVideoProvider provider, Map<String, String> options) {
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("grokvideo.emulator.tape", folder.resolve("tape").toString());
        options.forEach((name, value) -> context.getPropertiesComponent()
                .addInitialProperty("grokvideo.emulator." + name, value));
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.getConfiguration().setApiKey(REAL_KEY);
        component.getConfiguration().setProvider(provider);
        component.setSubmissionsPerSecond(0.0);
        component.getConfiguration().setPollInterval(20);
        context.start();
        return context;
    }

    private static Exchange send(CamelContext context, String prompt, String options) {
        return context.createProducerTemplate().send("grokvideo:generate?output=bytes&duration=1" + options,
                exchange -> exchange.getMessage().setBody(prompt));
    }

    private static byte[] film(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(byte[].class);
    }
}
