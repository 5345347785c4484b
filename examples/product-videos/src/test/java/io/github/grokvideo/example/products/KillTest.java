package io.github.grokvideo.example.products;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The application in a process of its own, which is killed with SIGKILL. */
class KillTest extends ProductVideosTestSupport {

    // jobs go on when it does
    private final ManualClock clock = new ManualClock(Instant.now());
    private final List<Process> processes = new ArrayList<>();

    @Override
    GatewayEmulator.Builder emulator() {
        return super.emulator().clock(clock);
    }

    @AfterEach
    void killAll() throws Exception {
        for (Process process : processes) {
            kill(process);
        }
    }

    @Test
    void killedWhereverItIsItPaysOnce() throws Exception {
        // the gateway accepts, and nobody hears of it
        gateway.faults().always(Operation.CREATE, Fault.dropAfter());
        Process process = start();
        await().atMost(PATIENCE).until(() -> gateway.ledger().billedJobs() == 3);
        kill(process);
        assertThat(inbox()).hasSize(6);

        // the jobs are known, and waited for
        gateway.faults().clear();
        process = start();
        await().atMost(PATIENCE)
                .until(() -> gateway.requests().get().stream().map(RecordedRequest::path).distinct().count() == 3);
        kill(process);
        assertThat(inbox()).hasSize(6);

        // the videos are being fetched
        clock.advance(Duration.ofMinutes(1));
        gateway.faults().always(Operation.MEDIA, Fault.slow(1000));
        process = start();
        await().atMost(PATIENCE).until(() -> gateway.mediaRequests().count() >= 3);
        kill(process);
        assertThat(inbox()).hasSize(6);
        assertThat(names("videos")).isEmpty();

        gateway.faults().clear();
        start();
        await().atMost(PATIENCE).until(() -> inbox().isEmpty());
        assertVideos("kettle-1.mp4", "kettle-2.mp4", "lamp-1.mp4", "lamp-2.mp4", "plant-1.mp4", "plant-2.mp4");
        assertThat(names("done")).hasSize(6);
        assertThat(names("failed")).isEmpty();
        assertThat(gateway.ledger().entries()).extracting(LedgerEntry::idempotencyKey).hasSize(3).doesNotHaveDuplicates();
    }

    private Process start() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xshare:auto");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Dfolder=" + folder);
        command.add("-Dgrokvideo.emulator=false");
        connection().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ProductVideos.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target", "killed.log"))).start();
        processes.add(process);
        return process;
    }

    private static void kill(Process process) throws Exception {
        process.destroyForcibly().waitFor();
    }
}
