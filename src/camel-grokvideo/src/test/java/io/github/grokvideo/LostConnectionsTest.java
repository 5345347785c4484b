package io.github.grokvideo;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.emulator.Operation;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** All connections break, and none can be made for a while, with thousands of jobs waiting: none of them suffers. */
@Tag("slow")
class LostConnectionsTest {

    private static final int MANY = 5000;
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final ManualClock clock = new ManualClock();

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().clock(clock).rendering(false).renderTime(Duration.ofMinutes(1)));

    @Test
    void allWaitsGoOn() throws Exception {
        AtomicInteger delivered = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        int port = Integer.parseInt(gateway.baseUrl().replaceAll(".*:(\\d+)/.*", "$1"));
        try (TcpTunnel tunnel = new TcpTunnel(port); DefaultCamelContext context = new DefaultCamelContext()) {
            GrokVideoConfiguration options = EmulatorTestSupport
                    .connect(gateway.emulator(), context, GrokVideoProvider.lumenfall).getConfiguration();
            options.setBaseUrl(gateway.baseUrl().replace(":" + port, ":" + tunnel.port()));
            options.setPollInterval(1000);
            context.start();
            try (ProducerTemplate template = context.createProducerTemplate()) {
                for (int i = 0; i < MANY; i++) {
                    template.asyncSend("grokvideo:generate", exchange -> exchange.getMessage().setBody("p"))
                            .thenAccept(ended -> (ended.getException() == null ? delivered : failed).incrementAndGet());
                }
                await().atMost(LONG).until(() -> gateway.jobs().count() == MANY && gateway.requests().count(Operation.GET) > 0);
                tunnel.cut();
                await().atMost(LONG).until(() -> tunnel.refused() > MANY);
                long asked = gateway.requests().count(Operation.GET);
                assertThat(failed).hasValue(0);
                tunnel.mend();
                await().atMost(LONG).until(() -> gateway.requests().count(Operation.GET) > asked);
                clock.advance(Duration.ofMinutes(2));
                await().atMost(LONG).until(() -> delivered.get() + failed.get() == MANY);
            }
        }
        assertThat(delivered).hasValue(MANY);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(MANY);
    }
}
