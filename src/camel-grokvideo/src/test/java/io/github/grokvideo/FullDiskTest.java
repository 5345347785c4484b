package io.github.grokvideo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.VideoJob;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The disk takes no more, of a video or of the job store: that is told, and goes on when there is room; no other job is
 * made. The disk is that of a process that may write files of some length only ({@code ulimit -f}), until it may write
 * longer ones.
 */
@Tag("slow")
class FullDiskTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().rendering(false));

    @TempDir
    private Path folder;

    @Test
    void aVideoIsFetchedAgainWhenThereIsRoom() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")) && Files.isExecutable(Path.of("/bin/bash")));
        try (WorkerJvm worker = new WorkerJvm(folder.resolve("worker"), folder, gateway.emulator(), "files", Map.of())) {
            String order = worker.order("order", "lumenfall/generate").get(0);
            worker.start("/bin/bash", "-c", "ulimit -S -f 1 && exec \"$@\"", "worker");
            Path failure = worker.home().resolve("failure");
            long firstDelivery = 4;
            worker.await("a redelivery", () -> gateway.mediaRequests().count(Operation.MEDIA) > firstDelivery
                    && Files.exists(failure));
            String job = gateway.jobs().all().get(0).id();
            assertThat(Files.readString(failure)).startsWith("DownloadException").contains("File too large", job);
            assertThat(WorkerJvm.names(folder.resolve("delivered"))).isEmpty();

            mayWrite(worker, "unlimited");
            Path delivered = folder.resolve("delivered").resolve(order);
            worker.await("the video", () -> Files.exists(worker.home().resolve("done").resolve(order)));
            assertThat(Path.of(Files.readString(delivered))).isNotEmptyFile();
            assertThat(gateway.jobs().all()).extracting(VideoJob::id).containsExactly(job);
            assertThat(gateway.requests().count(Operation.CREATE)).isEqualTo(1);
        }
    }

    @Test
    void aJobGoesOnWhenThereIsNoRoomForTheJobStore() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")));
        String database = "jdbc:h2:file:" + folder.resolve("jobs");
        CompletableFuture<Void> held = new CompletableFuture<>();
        gateway.faults().next(Operation.GET, Fault.none().heldUntil(held));
        try (WorkerJvm worker = new WorkerJvm(
                folder.resolve("worker"), folder, gateway.emulator(), "files", Map.of("database", database))) {
            String order = worker.order("order", "lumenfall/generate").get(0);
            worker.start();
            worker.await("the job to be waited for", () -> gateway.faults().pending() == 0);
            mayWrite(worker, Long.toString(Files.size(folder.resolve("jobs.mv.db"))));
            held.complete(null);
            worker.await("the video", () -> Files.exists(worker.home().resolve("done").resolve(order)));
            assertThat(worker.log()).contains("The job store could not record a job's end", "is retried");
            assertThat(Path.of(Files.readString(folder.resolve("delivered").resolve(order)))).isNotEmptyFile();
        }
        // H2 has closed the file, and what was in it is there
        JdbcDataSource jobs = new JdbcDataSource();
        jobs.setURL(database);
        assertThat(HistoryWorld.unsettled(jobs)).containsExactly("order-lumenfall-generate ACCEPTED");
        assertThat(gateway.requests().count(Operation.CREATE)).isEqualTo(1);
    }

    private static void mayWrite(WorkerJvm worker, String bytes) throws Exception {
        assertThat(new ProcessBuilder("prlimit", "--pid", Long.toString(worker.pid()), "--fsize=" + bytes + ":").start()
                .waitFor()).isZero();
    }
}
