package io.github.grokvideo.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.LedgerEntry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** In dev mode, a route that is saved anew is loaded anew, also while its jobs are under way. */
class DevModeIT {

    private static final String ROUTE = """
            - route:
                id: film
                from:
                  uri: file:prompts
                  steps:
                    - setHeader:
                        name: CamelGrokVideoFileName
                        simple: "${file:name.noext}"
                    - to:
                        uri: grokvideo:generate
                        parameters:
                          idempotencyKey: "${file:name}-${file:modified}"
                          output: file
                          directory: videos
                          pollInterval: 100ms
                    - log: "FIRST ${header.CamelFileName}"
            """;

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        LocalRepository.prepare();
    }

    @Test
    void jobsUnderWayAreNeitherLostNorBilledTwice() throws Exception {
        Path route = Files.writeString(folder.resolve("film.camel.yaml"), ROUTE);
        try (GatewayEmulator gateway = GatewayEmulator.builder().tiny(true).queueTime(Duration.ofMillis(1))
                .renderTime(Duration.ofDays(1)).build().start();
             CommandLine camel = LocalRepository.camel(folder, Map.of(), "run", "film.camel.yaml", "--dev",
                     "--dep=" + LocalRepository.COMPONENT,
                     "--property=camel.component.grokvideo.base-url=" + gateway.baseUrl(),
                     "--property=camel.component.grokvideo.api-key=" + gateway.apiKey(),
                     "--property=camel.component.grokvideo.allow-loopback=true")) {
            camel.awaitOutput("Started film");
            for (String name : new String[] { "fox", "boat", "lamp" }) {
                drop(name);
            }
            Awaitility.await().atMost(PATIENCE).until(() -> gateway.ledger().billedJobs() == 3);

            Files.writeString(route, ROUTE.replace("FIRST", "SECOND"));
            camel.awaitOutput("Routes reloaded summary");
            drop("moon");
            Awaitility.await().atMost(PATIENCE).until(() -> gateway.ledger().billedJobs() >= 4);
            Awaitility.await().atMost(PATIENCE).until(() -> {
                gateway.jobs().all().stream().filter(job -> !job.status().isFinal())
                        .forEach(job -> gateway.jobs().finish(job.id()));
                return Files.exists(folder.resolve("prompts/.camel"))
                        && folder.resolve("prompts/.camel").toFile().list().length == 4;
            });

            for (String name : new String[] { "fox", "boat", "lamp", "moon" }) {
                camel.awaitOutput("SECOND " + name + ".mp4");
                assertThat(folder.resolve("videos/" + name + ".mp4")).isNotEmptyFile();
                assertThat(folder.resolve("prompts/.camel/" + name + ".txt")).exists();
            }
            assertThat(gateway.ledger().entries()).extracting(LedgerEntry::idempotencyKey).hasSize(4).doesNotHaveDuplicates();
            assertThat(camel.output()).doesNotContain("FIRST ");
        }
    }

    private void drop(String name) throws Exception {
        Path part = Files.writeString(folder.resolve(name + ".part"), "a " + name + " in the snow");
        Files.move(part, Files.createDirectories(folder.resolve("prompts")).resolve(name + ".txt"),
                StandardCopyOption.ATOMIC_MOVE);
    }
}
