package io.github.grokvideo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A machine is killed (SIGKILL) between two providers, and started again: what none has accepted is submitted, what one
 * has accepted is delivered, and what may have been accepted by one is never sent to the other. The bills of both
 * together have one job at most.
 */
@Tag("slow")
class FailoverKillTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension lumenfall = new GrokVideoEmulatorExtension(fast().apiKey("key-of-lumenfall"));
    @RegisterExtension
    static final GrokVideoEmulatorExtension xai = new GrokVideoEmulatorExtension(fast().apiKey("key-of-xai"));

    private static final Fault NO_MONEY = Fault.status(402).code("INSUFFICIENT_BALANCE");

    @TempDir
    private Path folder;
    private final CompletableFuture<Void> held = new CompletableFuture<>();
    private WorkerJvm worker;
    private String order;

    private static GatewayEmulator.Builder fast() {
        return GatewayEmulator.builder().rendering(false).queueTime(Duration.ofMillis(20)).renderTime(Duration.ofMillis(50));
    }

    private void order(String providers) throws Exception {
        worker = new WorkerJvm(
                folder.resolve("worker"), folder, lumenfall.emulator(), "failover",
                Map.of("providers", providers, "database", url(), "xai", xai.emulator().xaiBaseUrl(), "apiKey",
                        providers.replace("lumenfall", lumenfall.apiKey()).replace("xai", xai.apiKey())));
        order = worker.order("film", providers + "/generate").get(0);
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("jobs");
    }

    private void killWhileSubmittingTo(GrokVideoEmulatorExtension gateway) throws Exception {
        worker.start();
        worker.await("the submission", () -> gateway.faults().pending() == 0);
        worker.kill();
        held.complete(null);
    }

    private void finish(String how) throws Exception {
        worker.start();
        Path end = worker.home().resolve(how).resolve(order);
        worker.await(how, () -> !WorkerJvm.names(end).isEmpty());
        worker.stop();
    }

    @AfterEach
    void end() throws InterruptedException {
        worker.close();
        held.complete(null);
    }

    private static int submissions(GrokVideoEmulatorExtension gateway) {
        return gateway.requests().create().size();
    }

    private static void assertThatOnlyBilled(GrokVideoEmulatorExtension gateway) {
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
        assertThat(lumenfall.ledger().billedJobs() + xai.ledger().billedJobs()).isEqualTo(1);
    }

    private void assertThatItIsDelivered() {
        assertThat(folder.resolve("delivered").resolve(order)).exists();
    }

    /** Provider and state of each entry. */
    private List<String> stored() throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url());
        List<String> stored = new ArrayList<>();
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet rows = statement.executeQuery("select provider, state from grokvideo_job order by provider")) {
            while (rows.next()) {
                stored.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return stored;
    }

    @Test
    void whatTheFirstHasRefusedAndTheSecondWasNotAskedForStartsAnew() throws Exception {
        order("lumenfall,xai");
        lumenfall.faults().next(Operation.CREATE, NO_MONEY);
        Path stop = Files.createFile(Files.createDirectories(worker.home().resolve("stops")).resolve("between"));
        worker.start();
        worker.await("the second provider", () -> Files.exists(worker.at("between")));
        worker.kill();
        assertThat(stored()).as("nobody has it").isEmpty();
        Files.delete(stop);

        finish("done");
        assertThatItIsDelivered();
        assertThatOnlyBilled(lumenfall);
        assertThat(submissions(xai)).isZero();
        assertThat(stored()).containsExactly("lumenfall COMPLETED");
    }

    @Test
    void aRefusalThatNobodyHasHeardOfIsUnknownAndStaysWhereItIs() throws Exception {
        order("lumenfall,xai");
        lumenfall.faults().next(Operation.CREATE, NO_MONEY.heldUntil(held));
        killWhileSubmittingTo(lumenfall);
        // one that is known now says nothing of the one before
        lumenfall.faults().next(Operation.CREATE, NO_MONEY);

        finish("done");
        assertThatItIsDelivered();
        assertThatOnlyBilled(lumenfall);
        assertThat(submissions(lumenfall)).isEqualTo(3);
        assertThat(submissions(xai)).isZero();
        assertThat(stored()).containsExactly("lumenfall COMPLETED");
    }

    @Test
    void whatTheSecondMayHaveAcceptedIsNotSentAgain() throws Exception {
        order("lumenfall,xai");
        lumenfall.faults().next(Operation.CREATE, NO_MONEY);
        xai.faults().next(Operation.CREATE, Fault.none().heldUntil(held));
        killWhileSubmittingTo(xai);
        await().atMost(WorkerJvm.LONG).until(() -> xai.ledger().billedJobs() == 1);

        finish("failed");
        assertThatOnlyBilled(xai);
        assertThat(submissions(lumenfall)).isEqualTo(1);
        assertThat(submissions(xai)).isEqualTo(1);
        assertThat(stored()).as("it is known who may have it").containsExactly("xai UNKNOWN");
    }

    @Test
    void whatTheSecondHasAcceptedIsFoundThereByItsKey() throws Exception {
        order("xai,lumenfall");
        xai.faults().next(Operation.CREATE, Fault.status(429));
        lumenfall.faults().next(Operation.CREATE, Fault.none().heldUntil(held));
        killWhileSubmittingTo(lumenfall);
        await().atMost(WorkerJvm.LONG).until(() -> lumenfall.ledger().billedJobs() == 1);

        finish("done");
        assertThatItIsDelivered();
        assertThatOnlyBilled(lumenfall);
        assertThat(submissions(xai)).isEqualTo(1);
        assertThat(submissions(lumenfall)).isEqualTo(2);
        assertThat(stored()).containsExactly("lumenfall COMPLETED");
    }
}
