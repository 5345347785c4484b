package io.github.grokvideo.example.scaleout.postgresql;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.example.scaleout.Outcome;
import io.github.grokvideo.example.scaleout.ScaleOut;
import io.github.grokvideo.example.scaleout.WorkLog.Deed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScaleOutPostgresqlTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Outcome run(int prompts, boolean kill) throws Exception {
        Outcome outcome = ScaleOutPostgresql.run(
                new ScaleOut(new PrintStream(out, true, StandardCharsets.UTF_8), prompts, kill), "");
        assertThat(outcome.problems()).as(() -> out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(ProcessHandle.current().descendants()).noneMatch(ProcessHandle::isAlive);
        Matcher port = Pattern.compile("jdbc:postgresql://localhost:(\\d+)/").matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(port.find()).isTrue();
        assertThatThrownBy(() -> new Socket("localhost", Integer.parseInt(port.group(1))))
                .isInstanceOf(ConnectException.class);
        return outcome;
    }

    @Test
    void theWorkersShareTheJobs() throws Exception {
        Outcome outcome = run(10, false);

        assertThat(outcome.billed()).hasSize(10).extracting(LedgerEntry::idempotencyKey).doesNotHaveDuplicates();
        assertThat(outcome.work().jobs(Deed.DELIVERED)).containsExactlyInAnyOrderElementsOf(
                outcome.billed().stream().map(LedgerEntry::jobId).toList());
        assertThat(outcome.work().jobs("worker-1", Deed.DELIVERED)).isNotEmpty();
        assertThat(outcome.work().jobs("worker-2", Deed.DELIVERED)).isNotEmpty();
        assertThat(outcome.jobsLeft()).isZero();
        assertThat(outcome.exitCodes()).hasSize(3).allSatisfy((machine, code) -> assertThat(code).isZero());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("order-10  delivered by worker-", "10 prompts, 10 jobs charged, each delivered once.")
                .doesNotContain("user=");
    }

    @Test
    void whatAKilledWorkerHeldIsTakenOver() throws Exception {
        Outcome outcome = run(8, true);

        assertThat(outcome.killed()).isEqualTo("worker-1");
        assertThat(outcome.exitCodes().get("worker-1")).isNotZero();
        Set<String> inHand = outcome.work().inHand("worker-1");
        assertThat(inHand).isNotEmpty();
        assertThat(outcome.work().jobs("worker-2", Deed.DELIVERED)).containsAll(inHand);
        assertThat(outcome.billed()).hasSize(outcome.orders());
        assertThat(outcome.work().jobs(Deed.DELIVERED)).containsAll(
                outcome.billed().stream().map(LedgerEntry::jobId).toList());
        assertThat(outcome.jobsLeft()).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("worker-1 is killed while it works on order-", "taken over");
    }

    @Test
    void whereNoDatabaseCanBeStartedItSaysWhatToDo(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("not-a-folder"));

        Process example = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath", System.getProperty("java.class.path"), "-Dot.epg.working-dir=" + file,
                ScaleOutPostgresql.class.getName()).redirectErrorStream(true).start();

        assertThat(new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("The embedded PostgreSQL cannot be started: ").contains("not-a-folder", "-Ddatabase=")
                .doesNotContain("\tat ");
        assertThat(example.waitFor()).isEqualTo(1);
    }
}
