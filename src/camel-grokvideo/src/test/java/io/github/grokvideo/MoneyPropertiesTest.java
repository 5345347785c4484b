package io.github.grokvideo;

import java.time.Duration;
import java.util.List;
import java.util.Properties;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import io.github.grokvideo.model.SpendingRow;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Budgets, several providers and reuse by properties alone, in camel-main. Tests of the same name do so in Spring Boot
 * and Quarkus.
 */
class MoneyPropertiesTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension lumenfall = new GrokVideoEmulatorExtension(fast().apiKey("key-of-lumenfall"));
    @RegisterExtension
    static final GrokVideoEmulatorExtension xai = new GrokVideoEmulatorExtension(fast().apiKey("key-of-xai"));

    private static GatewayEmulator.Builder fast() {
        return GatewayEmulator.builder().tiny(true).queueTime(Duration.ofMillis(20)).renderTime(Duration.ofMillis(50));
    }

    private static Properties properties() {
        Properties properties = new Properties();
        String prefix = "camel.component.grokvideo.";
        properties.setProperty(prefix + "provider", "lumenfall,xai");
        properties.setProperty(prefix + "api-key", lumenfall.apiKey() + "," + xai.apiKey());
        properties.setProperty(prefix + "base-url", lumenfall.baseUrl() + "," + xai.emulator().xaiBaseUrl());
        properties.setProperty(prefix + "allow-loopback", "true");
        properties.setProperty(prefix + "submissions-per-second", "0");
        properties.setProperty(prefix + "poll-interval", "20");
        properties.setProperty(prefix + "duration", "6");
        properties.setProperty(prefix + "resolution", "480p");
        properties.setProperty(prefix + "budgets", "tenants: 0.50 USD per month in Europe/Berlin for $simple{header.tenant}");
        properties.setProperty(prefix + "budget", "tenants,team");
        properties.setProperty(prefix + "reuse", "true");
        properties.setProperty(prefix + "reuse-within", "168h");
        properties.setProperty("camel.beans.team", "#class:io.github.grokvideo.GrokVideoBudget");
        properties.setProperty("camel.beans.team.amount", "10");
        properties.setProperty("camel.beans.team.window", "week");
        return properties;
    }

    private static Exchange film(ProducerTemplate camel, String prompt, String tenant) {
        return camel.send("direct:film", exchange -> {
            exchange.getMessage().setBody(prompt);
            exchange.getMessage().setHeader("tenant", tenant);
        });
    }

    @Test
    void theyActAsTheyAreSet() throws Exception {
        Main main = new Main();
        main.setOverrideProperties(properties());
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:film").routeId("films").to("grokvideo:generate");
            }
        });
        try {
            main.start();
            ProducerTemplate camel = main.getCamelContext().createProducerTemplate();
            lumenfall.faults().next(Operation.CREATE, Fault.status(429));
            Exchange first = film(camel, "a fox in the snow", "acme");
            assertThat(first.getException()).isNull();
            assertThat(first.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");

            Exchange again = film(camel, "a fox in the snow", "acme");
            assertThat(again.getException()).isNull();
            assertThat(again.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(true);

            assertThat(film(camel, "a bear in the snow", "acme").getException()).isInstanceOf(BudgetExceededException.class)
                    .hasMessageContaining("The budget 'tenants' of 'acme' is used up");
            assertThat(film(camel, "a bear in the snow", "other").getException()).isNull();
            assertThat(lumenfall.ledger().billedJobs() + xai.ledger().billedJobs()).isEqualTo(2);

            assertThat(camel.requestBody("grokvideo:budget", null, List.class)).extracting(
                    state -> ((BudgetState) state).budget() + " " + ((BudgetState) state).scope() + " "
                             + ((BudgetState) state).spent())
                    .containsExactly("tenants acme 0.3", "tenants other 0.3", "team  0.6");
            SpendingRow spent
                    = (SpendingRow) camel.requestBody("grokvideo:spending?spendingBy=route", null, List.class).get(0);
            assertThat(spent.route()).isEqualTo("films");
            assertThat(spent.actual()).isEqualByComparingTo("0.60");
        } finally {
            main.stop();
        }
    }
}
