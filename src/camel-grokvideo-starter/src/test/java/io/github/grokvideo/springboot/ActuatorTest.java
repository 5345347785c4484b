package io.github.grokvideo.springboot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.actuate.metrics.MetricsEndpoint;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring Boot's endpoints env and configprops print of the options that may hold a secret, and what its registry
 * has of metrics.
 */
class ActuatorTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    private static final String PREFIX = "camel.component.grokvideo.";
    private static final List<String> SECRETS = List.of(
            "api-key", "webhook-verify-token", "webhook-secret", "proxy-auth-username", "proxy-auth-password",
            "request-headers.X-Gateway-Token", "parameters.upload", "webhook-url");

    @SpringBootConfiguration
    @ImportAutoConfiguration({
            CamelAutoConfiguration.class, GrokVideoComponentAutoConfiguration.class,
            JmxAutoConfiguration.class, EndpointAutoConfiguration.class, EnvironmentEndpointAutoConfiguration.class,
            ConfigurationPropertiesReportEndpointAutoConfiguration.class })
    static class Application {
    }

    static class SanitizingApplication extends Application {

        @Bean
        SanitizingFunction secrets() {
            return data -> data.getLowerCaseKey().startsWith(PREFIX) ? data.withSanitizedValue() : data;
        }
    }

    private static ConfigurableApplicationContext start(Class<?> application, String showValues) {
        List<String> properties = new ArrayList<>(
                List.of(
                        "spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=*",
                        "management.endpoint.env.show-values=" + showValues,
                        "management.endpoint.configprops.show-values=" + showValues));
        for (String option : SECRETS) {
            properties.add(PREFIX + option + "=" + value(option));
        }
        return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
                .properties(properties.toArray(String[]::new)).run();
    }

    private static String value(String option) {
        return switch (option) {
            case "webhook-url" -> "https://films.example/hook?token=canary-" + option;
            case "webhook-verify-token", "webhook-secret" -> "whsec_canary" + option.replace("-", "");
            default -> "canary-" + option;
        };
    }

    private static Stream<String> env(ConfigurableApplicationContext application) {
        return application.getBean(EnvironmentEndpoint.class).environment(null).getPropertySources().stream()
                .flatMap(source -> source.getProperties().entrySet().stream())
                .map(property -> property.getKey() + "=" + property.getValue().getValue());
    }

    private static Stream<String> configprops(ConfigurableApplicationContext application) {
        return application.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties().getContexts().values()
                .stream().flatMap(context -> context.getBeans().values().stream())
                .filter(bean -> bean.getPrefix().equals("camel.component.grokvideo"))
                .map(bean -> bean.getProperties() + " " + bean.getInputs());
    }

    @Test
    void noValueIsPrintedUnlessTheApplicationWantsIt() {
        try (ConfigurableApplicationContext application = start(Application.class, "never")) {
            for (String option : SECRETS) {
                assertThat(env(application)).contains(PREFIX + option + "=******");
            }
            assertThat(configprops(application)).hasSize(1)
                    .allSatisfy(text -> assertThat(text).contains("webhookSecret=******"));
            assertThat(Stream.concat(env(application), configprops(application))).noneMatch(text -> text.contains("canary"));
        }
    }

    /** As Spring Boot documents it: the values of all properties, whatever their names are. */
    @Test
    void anApplicationThatShowsValuesShowsAll() {
        try (ConfigurableApplicationContext application = start(Application.class, "always")) {
            for (String option : SECRETS) {
                assertThat(env(application)).contains(PREFIX + option + "=" + value(option));
                assertThat(configprops(application)).hasSize(1).allSatisfy(text -> assertThat(text).contains(value(option)));
            }
        }
    }

    @Test
    void aSanitizingFunctionReachesEveryOption() {
        try (ConfigurableApplicationContext application = start(SanitizingApplication.class, "always")) {
            assertThat(env(application)).contains(PREFIX + "api-key=******");
            assertThat(Stream.concat(env(application), configprops(application))).noneMatch(text -> text.contains("canary"));
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class MeasuredApplication {
    }

    @Test
    void theRegistryOfTheApplicationHasTheMetersOfJobs() {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(MeasuredApplication.class)
                .web(WebApplicationType.NONE)
                .properties("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=*",
                        PREFIX + "base-url=" + gateway.baseUrl(), PREFIX + "api-key=" + gateway.apiKey(),
                        PREFIX + "allow-loopback=true", PREFIX + "poll-interval=20ms")
                .run()) {
            assertThat(application.getBean(ProducerTemplate.class).send("grokvideo:generate?duration=1",
                    exchange -> exchange.getMessage().setBody("A cat")).getException()).isNull();
            MeterRegistry registry = application.getBean(MeterRegistry.class);
            assertThat(registry.get("grokvideo.jobs").tags("operation", "generate", "outcome", "completed").timer().count())
                    .isEqualTo(1);
            assertThat(registry.get("grokvideo.jobs.active").gauge().value()).isZero();
            assertThat(registry.get("grokvideo.cost").tags("currency", "USD").counter().count()).isPositive();
            assertThat(application.getBean(MetricsEndpoint.class).listNames().getNames())
                    .contains("grokvideo.jobs", "grokvideo.polls", "grokvideo.submissions");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "webhook-secret", "webhookSecret", "WEBHOOK_SECRET" })
    @SuppressWarnings("deprecation")
    void theFormerNameOfTheWebhooksSecretIsBound(String name) {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE).properties(PREFIX + name + "=whsec_canary").run()) {
            GrokVideoComponent component
                    = application.getBean(CamelContext.class).getComponent("grokvideo", GrokVideoComponent.class);
            assertThat(component.getWebhookSecret()).isEqualTo("whsec_canary");
            assertThat(component.getWebhookVerifyToken()).isNull();
        }
    }
}
