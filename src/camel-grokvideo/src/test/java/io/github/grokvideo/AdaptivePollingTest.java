package io.github.grokvideo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes ask less about jobs of a kind they have seen. */
@Tag("slow")
class AdaptivePollingTest extends CamelTestSupport {

    private static final int MANY = 25;
    private static final String OPTIONS = "pollInterval=200&maxPollInterval=5000&";

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().rendering(false).queueTime(Duration.ofMillis(500)).renderTime(Duration.ofMillis(2500)));

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.setSubmissionsPerSecond(0.0);
        component.getConfiguration().setApiKey(gateway.emulator().apiKey());
        return context;
    }

    private void use(GrokVideoProvider provider) {
        GrokVideoConfiguration configuration
                = context.getComponent("grokvideo", GrokVideoComponent.class).getConfiguration();
        configuration.setProvider(provider);
        configuration.setBaseUrl(
                provider == GrokVideoProvider.xai ? gateway.emulator().xaiBaseUrl() : gateway.emulator().baseUrl());
    }

    private List<CompletableFuture<Exchange>> begin(String options) {
        List<CompletableFuture<Exchange>> results = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            results.add(template.asyncSend(
                    "grokvideo:generate?" + OPTIONS + options, exchange -> exchange.getMessage().setBody("a fox")));
        }
        return results;
    }

    private static void finish(List<CompletableFuture<Exchange>> results) throws Exception {
        for (CompletableFuture<Exchange> result : results) {
            assertThat(result.get(60, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    private long asked() {
        return gateway.requests().get().size();
    }

    @ParameterizedTest
    @EnumSource(GrokVideoProvider.class)
    void whatOneEndpointLearnsSavesRequestsOfAll(GrokVideoProvider provider) throws Exception {
        use(provider);
        finish(begin("pollStrategy=fixed"));
        long fixed = asked();
        finish(begin("output=url"));
        long first = asked() - fixed;
        finish(begin("output=job"));
        long learned = asked() - first - fixed;
        assertThat(learned).as("questions about %d jobs, with %d at the fixed interval and %d at first", MANY, fixed, first)
                .isLessThan(fixed / 2).isLessThan(first);
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(3 * MANY);
    }
}
