package io.github.grokvideo.emulator.internal.camel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.GatewayEmulator;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmulatorContextPluginTest {

    @Test
    void startsWithTheContextAndOverridesTheComponentsProperties() throws Exception {
        Main main = main();
        main.addInitialProperty("grokvideo.emulator", "true");
        main.addInitialProperty("grokvideo.emulator.tiny", "true");
        main.addInitialProperty("grokvideo.emulator.queue-time", "10ms");
        main.addInitialProperty("grokvideo.emulator.renderTime", "1s");
        main.addInitialProperty("camel.component.grokvideo.base-url", "https://api.lumenfall.ai/v1");
        main.addInitialProperty("camel.component.grokvideo.apiKey", "lmnfl_real.secret");
        main.start();
        String url;
        try {
            GatewayEmulator emulator = emulator(main.getCamelContext());
            FakeComponent component = main.getCamelContext().getComponent("grokvideo", FakeComponent.class);
            assertThat(component.getBaseUrl()).isEqualTo(emulator.baseUrl());
            assertThat(component.baseUrlAtStart()).isEqualTo(emulator.baseUrl());
            assertThat(main.getCamelContext().getRoutes()).hasSize(1);
            assertThat(component.baseUrlAtEndpoint()).isEqualTo(emulator.baseUrl());
            assertThat(component.getApiKey()).isEqualTo(emulator.apiKey()).isNotEqualTo("lmnfl_real.secret");
            assertThat(component.isAllowLoopback()).isTrue();
            assertThat(component.getProvider()).as("set only where it is asked for").isNull();
            url = emulator.baseUrl();
            assertThat(status(url, emulator.apiKey())).isEqualTo(200);
        } finally {
            main.stop();
        }
        assertThatThrownBy(() -> status(url, "any")).isInstanceOf(ConnectException.class);
    }

    @Test
    void pointsToTheApiOfXai() throws Exception {
        Main main = main();
        main.addInitialProperty("grokvideo.emulator", "true");
        main.addInitialProperty("grokvideo.emulator.provider", "xai");
        main.addInitialProperty("camel.component.grokvideo.provider", "lumenfall");
        main.start();
        try {
            GatewayEmulator emulator = emulator(main.getCamelContext());
            FakeComponent component = main.getCamelContext().getComponent("grokvideo", FakeComponent.class);
            assertThat(component.getProvider()).isEqualTo("xai");
            assertThat(component.baseUrlAtStart()).isEqualTo(emulator.xaiBaseUrl());
            assertThat(component.baseUrlAtEndpoint()).isEqualTo(emulator.xaiBaseUrl());
            assertThat(component.getApiKey()).isEqualTo(emulator.apiKey());
        } finally {
            main.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "false", "", "@@CamelMagicValue@@" })
    void staysAwayUnlessTurnedOn(String value) throws Exception {
        Main main = main();
        if (!value.isEmpty()) {
            main.addInitialProperty("grokvideo.emulator", value);
        }
        main.addInitialProperty("camel.component.grokvideo.base-url", "https://api.lumenfall.ai/v1");
        main.start();
        try {
            FakeComponent component = main.getCamelContext().getComponent("grokvideo", FakeComponent.class);
            assertThat(component.getBaseUrl()).isEqualTo("https://api.lumenfall.ai/v1");
            assertThat(component.isAllowLoopback()).isFalse();
            assertThat(emulator(main.getCamelContext())).isNull();
        } finally {
            main.stop();
        }
    }

    @Test
    void plainContextAndComponentThatComesLater() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("grokvideo.emulator", "true");
            context.start();
            FakeComponent component = context.getComponent("grokvideo", FakeComponent.class);
            assertThat(component.baseUrlAtStart()).isEqualTo(emulator(context).baseUrl());
        }
    }

    @Test
    void propertyOfTheJvm() throws Exception {
        System.setProperty("grokvideo.emulator", "true");
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThat(emulator(context)).isNotNull();
        } finally {
            System.clearProperty("grokvideo.emulator");
        }
    }

    @ParameterizedTest
    @CsvSource({
            "grokvideo.emulator, yes, must be true or false",
            "grokvideo.emulator.port, 70000, must be a number from 0 to 65535",
            "grokvideo.emulator.queue-time, soon, must be a duration",
            "grokvideo.emulator.tiny, 1, must be true or false",
            "grokvideo.emulator.xai-rate-limit, 2, must be true or false",
            "grokvideo.emulator.provider, openai, must be lumenfall or xai",
            "grokvideo.emulator.record, yes, must be true or false",
            "grokvideo.emulator.tape-speed, fast, must be a number from 0.01 to 1000000",
            "grokvideo.emulator.record-from, http://api.x.ai, the address of the gateway must be like https://api.x.ai/v1",
            "grokvideo.emulator.hosts, http://a.example, '''http://a.example'' is not the name of a host'" })
    void invalidValuesAreReportedAtStart(String name, String value, String message) {
        Main main = main();
        main.addInitialProperty("grokvideo.emulator", "true");
        main.addInitialProperty(name, value);
        assertThatThrownBy(main::start).hasStackTraceContaining(name + " is '" + value + "', but " + message);
        main.stop();
    }

    @Test
    void aTapeIsReplayedByOneProperty() throws Exception {
        Main main = main();
        main.addInitialProperty("grokvideo.emulator.tape", "src/test/resources/tape");
        main.addInitialProperty("camel.component.grokvideo.apiKey", "lmnfl_real.secret");
        main.start();
        try {
            GatewayEmulator emulator = emulator(main.getCamelContext());
            assertThat(emulator.tape().isRecording()).isFalse();
            FakeComponent component = main.getCamelContext().getComponent("grokvideo", FakeComponent.class);
            assertThat(component.getBaseUrl()).isEqualTo(emulator.baseUrl());
            assertThat(component.getApiKey()).isEqualTo(emulator.apiKey());
        } finally {
            main.stop();
        }
    }

    @Test
    void aTapeIsNotUsedWhereTheEmulatorIsOff() throws Exception {
        Main main = main();
        main.addInitialProperty("grokvideo.emulator", "false");
        main.addInitialProperty("grokvideo.emulator.tape", "src/test/resources/tape");
        main.start();
        try {
            assertThat(emulator(main.getCamelContext())).isNull();
        } finally {
            main.stop();
        }
    }

    @Test
    void whileRecordingTheComponentKeepsItsKeyAndItsProvider(@TempDir Path folder) throws Exception {
        try (GatewayEmulator gateway
                = GatewayEmulator.builder().rendering(false).apiKey("key-of-the-account").build().start()) {
            Main main = main();
            main.addInitialProperty("grokvideo.emulator.tape", folder.resolve("tape").toString());
            main.addInitialProperty("grokvideo.emulator.record", "true");
            main.addInitialProperty("grokvideo.emulator.record-from", gateway.xaiBaseUrl());
            main.addInitialProperty("camel.component.grokvideo.apiKey", gateway.apiKey());
            main.addInitialProperty("camel.component.grokvideo.provider", "xai");
            main.start();
            try {
                GatewayEmulator emulator = emulator(main.getCamelContext());
                FakeComponent component = main.getCamelContext().getComponent("grokvideo", FakeComponent.class);
                assertThat(component.getBaseUrl()).as("the key is sent to its provider only").isEqualTo(emulator.xaiBaseUrl());
                assertThat(component.getApiKey()).isEqualTo(gateway.apiKey());
                assertThat(status(component.getBaseUrl(), "/video-generation-models", component.getApiKey())).isEqualTo(200);
                assertThat(gateway.requests().of(Api.XAI)).hasSize(1);
            } finally {
                main.stop();
            }
        }
        assertThat(folder.resolve("tape/requests")).isDirectoryContaining("glob:**xai-models-*.json");
    }

    @Test
    void aTapeIsUsedWithOneProvider() {
        Main main = main();
        main.addInitialProperty("grokvideo.emulator.tape", "src/test/resources/tape");
        main.addInitialProperty("camel.component.grokvideo.provider", "lumenfall,xai");
        assertThatThrownBy(main::start).hasStackTraceContaining(
                "the provider of the component is 'lumenfall,xai', but a tape is used with one: set grokvideo.emulator.provider");
        main.stop();
    }

    @Test
    void recordingNeedsAFolder() {
        Main main = main();
        main.addInitialProperty("grokvideo.emulator", "true");
        main.addInitialProperty("grokvideo.emulator.record", "true");
        assertThatThrownBy(main::start)
                .hasStackTraceContaining("grokvideo.emulator.record is true, but grokvideo.emulator.tape does not name");
        main.stop();
    }

    private static Main main() {
        Main main = new Main();
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").to("grokvideo:generate");
            }
        });
        return main;
    }

    private static GatewayEmulator emulator(CamelContext context) {
        return context.getRegistry().lookupByNameAndType("grokvideoEmulator", GatewayEmulator.class);
    }

    private static int status(String baseUrl, String key) throws IOException, InterruptedException {
        return status(baseUrl, "/models", key);
    }

    private static int status(String baseUrl, String path, String key) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(baseUrl + path)).header("Authorization", "Bearer " + key).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
