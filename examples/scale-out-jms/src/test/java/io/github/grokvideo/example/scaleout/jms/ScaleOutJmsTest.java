package io.github.grokvideo.example.scaleout.jms;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.example.scaleout.Outcome;
import io.github.grokvideo.example.scaleout.ScaleOut;
import io.github.grokvideo.example.scaleout.WorkLog.Deed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScaleOutJmsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void noMachineIsLeft() {
        assertThat(ProcessHandle.current().descendants()).noneMatch(ProcessHandle::isAlive);
    }

    private Outcome run(int prompts, boolean kill) throws Exception {
        Outcome outcome = ScaleOutJms.run(new ScaleOut(new PrintStream(out, true, StandardCharsets.UTF_8), prompts, kill));
        assertThat(outcome.problems()).as(() -> out.toString(StandardCharsets.UTF_8)).isEmpty();
        return outcome;
    }

    @Test
    void theWorkersShareTheJobs() throws Exception {
        Outcome outcome = run(8, false);

        assertThat(outcome.billed()).hasSize(8).extracting(LedgerEntry::idempotencyKey).doesNotHaveDuplicates();
        assertThat(outcome.work().jobs(Deed.DELIVERED)).containsExactlyInAnyOrderElementsOf(
                outcome.billed().stream().map(LedgerEntry::jobId).toList());
        assertThat(outcome.work().jobs("worker-1", Deed.DELIVERED)).isNotEmpty();
        assertThat(outcome.work().jobs("worker-2", Deed.DELIVERED)).isNotEmpty();
        assertThat(outcome.jobsLeft()).isZero();
        assertThat(outcome.exitCodes()).hasSize(3).allSatisfy((machine, code) -> assertThat(code).isZero());
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("the queue 'jobs' of Artemis at tcp://127.0.0.1:")
                .contains("order-08  delivered by worker-", "8 prompts, 8 jobs charged, each delivered once.");
    }

    @Test
    void whatAKilledWorkerHadInHandIsDoneByTheOther() throws Exception {
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
}
