package io.github.grokvideo.springboot;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.grokvideo.GrokVideoBudget;
import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.VideoProbe;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Spring Boot applications with the starter, against the emulator. */
class ApplicationTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @TempDir
    private Path folder;

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

        @Bean(destroyMethod = "shutdown")
        ExecutorService filmPool() {
            return Executors.newSingleThreadExecutor(task -> new Thread(task, "film-pool"));
        }
    }

    @SpringBootConfiguration
    @ImportAutoConfiguration({ CamelAutoConfiguration.class, GrokVideoComponentAutoConfiguration.class })
    static class ComponentOnly {
    }

    static class ApplicationWithAComponent extends Application {

        @Bean
        GrokVideoComponent grokvideo() {
            GrokVideoConfiguration configuration = new GrokVideoConfiguration();
            configuration.setJobTimeout(60_000);
            configuration.setDuration(3.0);
            GrokVideoComponent component = new GrokVideoComponent();
            component.setConfiguration(configuration);
            component.setUserAgent("film-shop");
            return component;
        }
    }

    private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
        return new SpringApplicationBuilder(application).web(WebApplicationType.NONE).properties(
                "camel.component.grokvideo.base-url=" + gateway.baseUrl(),
                "camel.component.grokvideo.allow-loopback=true", "camel.component.grokvideo.poll-interval=20ms")
                .properties("camel.component.grokvideo.api-key=" + gateway.apiKey()).properties(properties).run();
    }

    static class ApplicationWithABudget extends Application {

        @Bean
        GrokVideoBudget team() {
            GrokVideoBudget budget = new GrokVideoBudget();
            budget.setAmount(0.15);
            return budget;
        }
    }

    @Test
    void propertiesAndBeansSetBudgets() {
        try (ConfigurableApplicationContext application = start(
                ApplicationWithABudget.class, "camel.component.grokvideo.duration=2",
                "camel.component.grokvideo.budgets=tenants: 5 USD per day for $simple{header.tenant}; all: 100",
                "camel.component.grokvideo.budget=tenants,team")) {
            Exchange first = application.getBean(ProducerTemplate.class).send("direct:film", exchange -> {
                exchange.getMessage().setBody("a fox in the snow");
                exchange.getMessage().setHeader("tenant", "acme");
            });
            assertThat(first.getException()).isNull();
            Exchange second = application.getBean(ProducerTemplate.class).send("direct:film", exchange -> {
                exchange.getMessage().setBody("a fox in the snow");
                exchange.getMessage().setHeader("tenant", "acme");
            });
            assertThat(second.getException()).isInstanceOf(BudgetExceededException.class).hasMessageContaining("'team'");
            List<?> states = application.getBean(ProducerTemplate.class).requestBody("grokvideo:budget", null, List.class);
            assertThat(states).extracting(state -> ((BudgetState) state).budget() + " " + ((BudgetState) state).scope())
                    .containsExactly("tenants acme", "team ");
        }
    }

    private static Exchange film(ConfigurableApplicationContext application) {
        return application.getBean(ProducerTemplate.class).send("direct:film",
                exchange -> exchange.getMessage().setBody("a fox in the snow"));
    }

    @Test
    void makesAVideoAsThePropertiesSay() throws Exception {
        try (ConfigurableApplicationContext application = start(
                Application.class, "camel.component.grokvideo.output=file", "camel.component.grokvideo.directory=" + folder,
                "camel.component.grokvideo.duration=2", "camel.component.grokvideo.aspect-ratio=9:16",
                "camel.component.grokvideo.parameters.seed=42",
                "camel.component.grokvideo.worker-pool=#bean:filmPool")) {
            Exchange made = film(application);

            assertThat(made.getException()).isNull();
            Path file = made.getMessage().getMandatoryBody(Path.class);
            assertThat(file).hasParent(folder);
            assertThat(VideoProbe.probe(file).videoCodec()).isEqualTo("h264");
            RecordedRequest request = gateway.requests().create().get(0);
            assertThat(request.json().path("duration").asInt()).isEqualTo(2);
            assertThat(request.json().path("aspect_ratio").asText()).isEqualTo("9:16");
            assertThat(request.json().path("seed").asInt()).isEqualTo(42);
            GrokVideoComponent component = component(application);
            assertThat(component.getWorkerPool()).isSameAs(application.getBean("filmPool"));
        }
    }

    @Test
    void bindsEveryKindOfValue() {
        try (ConfigurableApplicationContext application = start(
                ComponentOnly.class, "camel.component.grokvideo.jobTimeout=PT2H", "camel.component.grokvideo.max-cost=0.5",
                "camel.component.grokvideo.REQUEST_TIMEOUT=90s", "camel.component.grokvideo.connect-timeout=1500",
                "camel.component.grokvideo.output=BYTES", "camel.component.grokvideo.max-download-size=4294967296",
                "camel.component.grokvideo.request-headers.X-Team=film", "camel.component.grokvideo.proxy-auth-scheme=https")) {
            GrokVideoComponent component = component(application);
            GrokVideoConfiguration configuration = component.getConfiguration();
            assertThat(configuration.getJobTimeout()).isEqualTo(7_200_000);
            assertThat(configuration.getRequestTimeout()).isEqualTo(90_000);
            assertThat(component.getConnectTimeout()).isEqualTo(1500);
            assertThat(configuration.getMaxCost()).isEqualTo(0.5);
            assertThat(configuration.getOutput()).isEqualTo(GrokVideoOutput.bytes);
            assertThat(configuration.getMaxDownloadSize()).isEqualTo(4_294_967_296L);
            assertThat(configuration.getRequestHeaders()).isEqualTo(Map.of("X-Team", "film"));
            assertThat(component.getProxyAuthScheme()).isEqualTo("https");
        }
    }

    @Test
    void tellsWhichPropertyIsWrong() {
        assertThatThrownBy(() -> start(ComponentOnly.class, "camel.component.grokvideo.poll-interval=often").close())
                .hasStackTraceContaining("camel.component.grokvideo.poll-interval").hasStackTraceContaining("often");
    }

    @Test
    void aComponentOfTheApplicationKeepsWhatNoPropertySets() {
        try (ConfigurableApplicationContext application = start(ApplicationWithAComponent.class,
                "camel.component.grokvideo.duration=2")) {
            GrokVideoComponent component = component(application);
            assertThat(component).isSameAs(application.getBean(GrokVideoComponent.class));
            assertThat(component.getUserAgent()).isEqualTo("film-shop");
            assertThat(component.getConfiguration().getJobTimeout()).isEqualTo(60_000);
            assertThat(component.getConfiguration().getDuration()).isEqualTo(2.0);
            assertThat(film(application).getException()).isNull();
        }
    }

    @Test
    void canBeTurnedOff() {
        for (String off : new String[] { "grokvideo.enabled", "grokvideo.customizer.enabled", "customizer.enabled" }) {
            try (ConfigurableApplicationContext application = start(
                    ComponentOnly.class, "camel.component." + off + "=false")) {
                assertThat(component(application).getConfiguration().getBaseUrl()).as(off).isNull();
            }
        }
    }

    @Test
    void theEmbeddedEmulatorWinsOverTheProperties() {
        try (ConfigurableApplicationContext application = start(
                Application.class, "grokvideo.emulator=true", "grokvideo.emulator.tiny=true",
                "grokvideo.emulator.queue-time=10ms", "grokvideo.emulator.render-time=20ms",
                "camel.component.grokvideo.api-key=a real key", "camel.component.grokvideo.base-url=http://127.0.0.1:1")) {
            Exchange made = film(application);

            assertThat(made.getException()).isNull();
            GatewayEmulator embedded = application.getBean(CamelContext.class).getRegistry()
                    .lookupByNameAndType("grokvideoEmulator", GatewayEmulator.class);
            assertThat(embedded.ledger().billedJobs()).isEqualTo(1);
            assertThat(made.getMessage().getHeader(GrokVideoConstants.VIDEO_URL, String.class))
                    .startsWith(embedded.mediaUrl());
        }
    }

    @Test
    void camelsHealthIndicatorTellsOfTheGateway() {
        try (ConfigurableApplicationContext application = start(
                Application.class, "camel.health.producers-enabled=true", "camel.health.exposure-level=full",
                "management.endpoint.health.show-details=always", "camel.component.grokvideo.base-url=" + gateway.baseUrl())) {
            HealthEndpoint health = application.getBean(HealthEndpoint.class);
            assertThat(health.healthForPath("camelHealth").getStatus()).isEqualTo(Status.UP);

            gateway.faults().next(Operation.CREATE, Fault.status(401));
            assertThat(film(application).getException()).isInstanceOf(AuthenticationException.class);

            assertThat(health.healthForPath("camelHealth").getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.healthForPath("camelHealth")).asString()
                    .containsPattern("producer:grokvideo-[^=]*=DOWN")
                    .contains("gateway=http://" + URI.create(gateway.baseUrl()).getAuthority())
                    .doesNotContain(gateway.apiKey());
        }
    }

    private static GrokVideoComponent component(ConfigurableApplicationContext application) {
        return application.getBean(CamelContext.class).getComponent("grokvideo", GrokVideoComponent.class);
    }
}
