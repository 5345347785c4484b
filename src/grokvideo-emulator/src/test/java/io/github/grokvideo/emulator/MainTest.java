package io.github.grokvideo.emulator;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;

class MainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Main.Work work, String... args) {
        return Main.run(args, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), work);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpNamesEveryFlag() {
        assertThat(run(emulator -> {
            throw new AssertionError("must not start");
        }, "--tiny", "--help")).isZero();
        assertThat(out()).contains("--port", "--media-port", "--api-key", "--host", "--queue-time", "--render-time", "--tiny",
                "--xai-rate-limit", "--remote-inputs", "--tape", "--tape-speed", "--record", "--help", "--version");
        assertThat(err()).isEmpty();
    }

    @Test
    void version() {
        assertThat(run(emulator -> {
        }, "--version")).isZero();
        assertThat(out()).startsWith("grokvideo-emulator ");
    }

    @Test
    void printsAddressesAndExamples() {
        List<Integer> statuses = new ArrayList<>();
        int exit = run(emulator -> {
            try {
                assertThat(out()).contains(emulator.baseUrl(), emulator.openAiBaseUrl(), emulator.xaiBaseUrl(), "lmnfl_a.b",
                        "Ctrl+C",
                        "curl -s " + emulator.baseUrl() + "/videos");
                statuses.add(new ApiClient(() -> emulator).create(video("p")).status());
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }, "--port", "0", "--media-port=0", "--api-key", "lmnfl_a.b", "--queue-time=10ms", "--render-time", "PT0.02S",
                "--tiny");
        assertThat(exit).isZero();
        assertThat(statuses).containsExactly(202);
    }

    @Test
    void acceptsTheGivenHostNames() {
        List<String> answers = new ArrayList<>();
        assertThat(run(emulator -> {
            for (String host : List.of("a.example", "b.example", "c.example")) {
                try (java.net.Socket socket
                        = new java.net.Socket("127.0.0.1", java.net.URI.create(emulator.baseUrl()).getPort())) {
                    socket.getOutputStream().write(("GET /admin/ledger HTTP/1.1\r\nHost: " + host
                                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    answers.add(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII));
                } catch (java.io.IOException e) {
                    throw new AssertionError(e);
                }
            }
        }, "--port=0", "--media-port=0", "--host", "a.example", "--host=b.example")).isZero();
        assertThat(answers).containsExactly("HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 403");
    }

    @ParameterizedTest
    @CsvSource({ ", true", "--xai-rate-limit, true", "--xai-rate-limit=false, false" })
    void xaiRateLimitIsOnByDefault(String flag, boolean limited) {
        List<Integer> statuses = new ArrayList<>();
        List<String> args = new ArrayList<>(List.of("--port=0", "--media-port=0"));
        if (flag != null) {
            args.add(flag);
        }
        assertThat(run(emulator -> {
            ApiClient client = new ApiClient(() -> emulator);
            try {
                // refused either way, so that nothing is rendered; and more than fit into a second each
                for (int i = 0; i < 20; i++) {
                    statuses.add(client.generate(video("p").put("duration", 99)).status());
                }
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }, args.toArray(String[]::new))).isZero();
        assertThat(statuses.contains(429)).isEqualTo(limited);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "--prot | Unknown option '--prot'",
            "--port | --port needs a value",
            "--port=http | --port is 'http', but must be a number from 0 to 65535",
            "--port=65536 | --port is '65536'",
            "--media-port=-1 | --media-port is '-1'",
            "--queue-time=soon | --queue-time is 'soon', but must be a duration like 250ms, 5s, 2m",
            "--render-time=-1s | --render-time is '-1s'",
            "--tiny=maybe | --tiny is 'maybe', but must be true or false",
            "--api-key= | --api-key must not be blank",
            "--tape= | --tape is '', but must be a folder",
            "--tape-speed=fast | --tape-speed is 'fast', but must be a number from 0.01",
            "--tape-speed=0 | --tape-speed is '0', but must be a number from 0.01",
            "--record | --record needs --tape",
            "--host=http://a.example | --host: 'http://a.example' is not the name of a host" })
    void invalidOptionsAreReported(String arg, String message) {
        assertThat(run(emulator -> {
            throw new AssertionError("must not start");
        }, arg)).isEqualTo(2);
        assertThat(err()).contains(message).contains("--help").doesNotContain("Exception", "\tat ");
    }

    @Test
    void replaysATape() {
        List<String> answers = new ArrayList<>();
        assertThat(run(emulator -> {
            try {
                answers.add(new ApiClient(() -> emulator).create(video("a fox in the snow").put("duration", 1)).id());
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }, "--port=0", "--media-port=0", "--tape", TapeExtensionTest.TAPE.toString(), "--tape-speed=100")).isZero();
        assertThat(answers).singleElement().asString().isNotEmpty();
    }

    @Test
    void aMissingTapeIsReported() {
        assertThat(run(emulator -> {
            throw new AssertionError("must not start");
        }, "--port=0", "--media-port=0", "--tape=no-such-folder")).isEqualTo(1);
        assertThat(err()).contains("The emulator cannot be started: there is no tape in no-such-folder")
                .doesNotContain("\tat ");
    }

    @Test
    void portInUseIsReported() {
        try (GatewayEmulator other = GatewayEmulator.builder().build().start()) {
            String port = Integer.toString(java.net.URI.create(other.baseUrl()).getPort());
            assertThat(run(emulator -> {
                throw new AssertionError("must not start");
            }, "--port", port, "--media-port", "0")).isEqualTo(1);
            assertThat(err()).contains("port " + port + " on 127.0.0.1 is in use").doesNotContain("\tat ");
        }
    }
}
