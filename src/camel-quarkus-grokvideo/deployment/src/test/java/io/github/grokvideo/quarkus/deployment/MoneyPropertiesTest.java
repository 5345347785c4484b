package io.github.grokvideo.quarkus.deployment;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Inject;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import io.quarkus.test.QuarkusUnitTest;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Budgets, several providers and reuse by properties alone. */
class MoneyPropertiesTest {

    private static final String BASE_URL = "camel.component.grokvideo.base-url";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(archive -> archive.addClass(Routes.class))
            .setBeforeAllCustomizer(MoneyPropertiesTest::startGateways)
            .setAfterAllCustomizer(MoneyPropertiesTest::stopGateways)
            .overrideConfigKey("camel.component.grokvideo.provider", "lumenfall,xai")
            .overrideConfigKey("camel.component.grokvideo.api-key", "key-of-lumenfall,key-of-xai")
            .overrideConfigKey("camel.component.grokvideo.allow-loopback", "true")
            .overrideConfigKey("camel.component.grokvideo.submissions-per-second", "0")
            .overrideConfigKey("camel.component.grokvideo.poll-interval", "20ms")
            .overrideConfigKey("camel.component.grokvideo.duration", "6")
            .overrideConfigKey("camel.component.grokvideo.resolution", "480p")
            .overrideConfigKey("camel.component.grokvideo.budgets",
                    "tenants: 0.50 USD per month for $simple{header.tenant}; team: 10")
            .overrideConfigKey("camel.component.grokvideo.budget", "tenants,team")
            .overrideConfigKey("camel.component.grokvideo.reuse", "true")
            .overrideConfigKey("camel.component.grokvideo.reuse-within", "168h");

    // the test itself is run by another class loader, in which these are not set
    private static GatewayEmulator lumenfall;
    private static GatewayEmulator xai;

    public static class Routes extends RouteBuilder {

        @Override
        public void configure() {
            from("direct:film").to("grokvideo:generate");
        }
    }

    private static void startGateways() {
        lumenfall = start("key-of-lumenfall");
        lumenfall.faults().always(Operation.CREATE, Fault.status(429));
        xai = start("key-of-xai");
        System.setProperty(BASE_URL, lumenfall.baseUrl() + "," + xai.xaiBaseUrl());
    }

    private static GatewayEmulator start(String key) {
        return GatewayEmulator.builder().tiny(true).queueTime(Duration.ofMillis(20)).renderTime(Duration.ofMillis(50))
                .apiKey(key).build().start();
    }

    private static void stopGateways() {
        System.clearProperty(BASE_URL);
        lumenfall.close();
        xai.close();
    }

    @Inject
    ProducerTemplate camel;

    private Exchange film(String prompt, String tenant) {
        return camel.send("direct:film", exchange -> {
            exchange.getMessage().setBody(prompt);
            exchange.getMessage().setHeader("tenant", tenant);
        });
    }

    @Test
    void theyActAsTheyAreSet() {
        Exchange first = film("a fox in the snow", "acme");
        assertThat(first.getException()).isNull();
        assertThat(first.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");

        Exchange again = film("a fox in the snow", "acme");
        assertThat(again.getException()).isNull();
        assertThat(again.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(true);

        assertThat(film("a bear in the snow", "acme").getException()).isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("The budget 'tenants' of 'acme' is used up");
        assertThat(film("a bear in the snow", "other").getException()).isNull();
        assertThat(camel.requestBody("grokvideo:budget", null, List.class)).extracting(
                state -> ((BudgetState) state).budget() + " " + ((BudgetState) state).scope() + " "
                         + ((BudgetState) state).spent())
                .containsExactly("tenants acme 0.3", "tenants other 0.3", "team  0.6");
    }
}
