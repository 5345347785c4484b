package io.github.grokvideo.springboot;

import java.time.Duration;
import java.util.List;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** Budgets, several providers and reuse by properties alone. */
class MoneyPropertiesTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension lumenfall = new GrokVideoEmulatorExtension(fast().apiKey("key-of-lumenfall"));
    @RegisterExtension
    static final GrokVideoEmulatorExtension xai = new GrokVideoEmulatorExtension(fast().apiKey("key-of-xai"));

    private static GatewayEmulator.Builder fast() {
        return GatewayEmulator.builder().tiny(true).queueTime(Duration.ofMillis(20)).renderTime(Duration.ofMillis(50));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        RoutesBuilder film() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:film").to("grokvideo:generate");
                }
            };
        }
    }

    private static Exchange film(ConfigurableApplicationContext application, String prompt, String tenant) {
        return application.getBean(ProducerTemplate.class).send("direct:film", exchange -> {
            exchange.getMessage().setBody(prompt);
            exchange.getMessage().setHeader("tenant", tenant);
        });
    }

    @Test
    void theyActAsTheyAreSet() {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE).properties(
                        "camel.component.grokvideo.provider=lumenfall,xai",
                        "camel.component.grokvideo.api-key=" + lumenfall.apiKey() + "," + xai.apiKey(),
                        "camel.component.grokvideo.base-url=" + lumenfall.baseUrl() + "," + xai.emulator().xaiBaseUrl(),
                        "camel.component.grokvideo.allow-loopback=true", "camel.component.grokvideo.poll-interval=20ms",
                        "camel.component.grokvideo.submissions-per-second=0", "camel.component.grokvideo.duration=6",
                        "camel.component.grokvideo.resolution=480p",
                        "camel.component.grokvideo.budgets=tenants: 0.50 USD per month for $simple{header.tenant}; team: 10",
                        "camel.component.grokvideo.budget=tenants,team", "camel.component.grokvideo.reuse=true",
                        "camel.component.grokvideo.reuse-within=168h")
                .run()) {
            lumenfall.faults().next(Operation.CREATE, Fault.status(429));
            Exchange first = film(application, "a fox in the snow", "acme");
            assertThat(first.getException()).isNull();
            assertThat(first.getMessage().getHeader(GrokVideoConstants.PROVIDER)).isEqualTo("xai");

            Exchange again = film(application, "a fox in the snow", "acme");
            assertThat(again.getException()).isNull();
            assertThat(again.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(true);

            assertThat(film(application, "a bear in the snow", "acme").getException())
                    .isInstanceOf(BudgetExceededException.class)
                    .hasMessageContaining("The budget 'tenants' of 'acme' is used up");
            assertThat(film(application, "a bear in the snow", "other").getException()).isNull();
            assertThat(lumenfall.ledger().billedJobs() + xai.ledger().billedJobs()).isEqualTo(2);
            assertThat(application.getBean(ProducerTemplate.class).requestBody("grokvideo:budget", null, List.class))
                    .extracting(state -> ((BudgetState) state).budget() + " " + ((BudgetState) state).scope() + " "
                                         + ((BudgetState) state).spent())
                    .containsExactly("tenants acme 0.3", "tenants other 0.3", "team  0.6");
        }
    }
}
