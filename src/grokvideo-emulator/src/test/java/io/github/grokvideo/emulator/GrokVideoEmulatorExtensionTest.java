package io.github.grokvideo.emulator;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GrokVideoEmulatorExtensionTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @RegisterExtension
    final GrokVideoEmulatorExtension perTest = new GrokVideoEmulatorExtension();

    private static String urlBeforeAll;
    private static String lastPerTestUrl;

    @BeforeAll
    static void runsAlready() throws IOException {
        urlBeforeAll = gateway.baseUrl();
        assertThat(new ApiClient(gateway::emulator).get("none").status()).isEqualTo(404);
    }

    @AfterEach
    void leaveTraces() throws IOException {
        new ApiClient(gateway::emulator).create(video("p"));
        gateway.faults().next(Operation.CREATE, Fault.dropBefore());
        gateway.emulator().balance(java.math.BigDecimal.ZERO);
    }

    @Test
    @Order(1)
    void first() {
        assertFresh();
        lastPerTestUrl = perTest.baseUrl();
    }

    @Test
    @Order(2)
    void nextFindsNoTraces() {
        assertFresh();
        assertThat(gateway.baseUrl()).isEqualTo(urlBeforeAll);
        assertThat(perTest.baseUrl()).isNotEqualTo(lastPerTestUrl);
    }

    private static void assertFresh() {
        assertThat(gateway.ledger().billedJobs()).isZero();
        assertThat(gateway.requests().all()).isEmpty();
        assertThat(gateway.requests().count()).isZero();
        assertThat(gateway.faults().pending()).isZero();
        assertThat(gateway.jobs().all()).isEmpty();
        assertThat(gateway.emulator().balance()).isPositive();
    }
}
