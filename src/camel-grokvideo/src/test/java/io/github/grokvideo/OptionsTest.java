package io.github.grokvideo;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Whatever an option that is a time, a count or a rate is given: it is refused at the start, or it works. */
@Tag("slow")
class OptionsTest extends EmulatorTestSupport {

    private static final Map<String, List<String>> VALUES = Map.of(
            "duration", List.of(
                    "-1", "0", "1", "3650d", "3651d", "200000d", "9223372036854775807", "-9223372036854775808",
                    "9223372036854775808", "99999999999999999999d", "292278994d"),
            "integer", List.of(
                    "-1", "0", "1", "2147483647", "-2147483648", "2147483648", "9223372036854775807", "9223372036854775808"),
            "number", List.of("-1", "0", "-0.0", "1e-300", "1e300", "NaN", "Infinity", "-Infinity", "-1e300", "1e999"));

    private static Stream<String[]> options() throws Exception {
        JsonNode catalog;
        try (InputStream in = OptionsTest.class.getResourceAsStream("/META-INF/io/github/grokvideo/grokvideo.json")) {
            catalog = new ObjectMapper().readTree(in);
        }
        List<String[]> options = new ArrayList<>();
        for (String level : List.of("componentProperties", "properties")) {
            catalog.get(level).properties().forEach(option -> {
                String type = option.getValue().get("type").asText();
                if (VALUES.containsKey(type)) {
                    options.add(new String[] { level, option.getKey(), type });
                }
            });
        }
        return options.stream();
    }

    @Test
    void thereAreOptionsToTry() throws Exception {
        assertThat(options().map(option -> option[1])).contains(
                "jobTimeout", "submissionsPerSecond", "maxCost", "connectTimeout", "workerPoolSize", "leaseTime")
                .hasSizeGreaterThan(40);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("options")
    void isRefusedOrWorks(String level, String option, String type) throws Exception {
        for (String value : VALUES.get(type)) {
            try (CamelContext context = new DefaultCamelContext()) {
                Throwable refused = catchThrowable(() -> start(context, level.equals("properties"), option, value));
                if (refused == null) {
                    works(context, option + "=" + value);
                } else {
                    assertThat(told(refused)).as("%s=%s: %s", option, value, refused).isTrue();
                }
            }
        }
    }

    private void start(CamelContext context, boolean endpoint, String option, String value) throws Exception {
        GrokVideoComponent component = connect(context, GrokVideoProvider.xai);
        if (!endpoint) {
            PropertyBindingSupport.build().withCamelContext(context).withTarget(component)
                    .withConfigurer(component.getComponentPropertyConfigurer())
                    .withProperty(option, value).withIgnoreCase(true).bind();
        }
        String own = "output=bytes" + (endpoint ? "&" + option + "=" + value : "");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:generate").to("grokvideo:generate?" + own);
                from("direct:submit").to("grokvideo:submit?" + own);
                from("grokvideo:results?" + own).to("mock:results");
            }
        });
        context.start();
    }

    // Camel itself tells what is no number of the option's type, and which option it is
    private static boolean told(Throwable refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.matches("(?s)Option \\w+: invalid value '.*', expected .*")
                    || cause instanceof org.apache.camel.PropertyBindingException && cause.getCause() != null) {
                return true;
            }
        }
        return false;
    }

    // a wait that would take years is stopped
    private void works(CamelContext context, String what) throws Exception {
        List<CompletableFuture<Exchange>> exchanges = new ArrayList<>();
        for (String uri : List.of("direct:generate", "direct:submit")) {
            exchanges.add(context.createProducerTemplate().asyncSend(uri, exchange -> exchange.getMessage().setBody("A cat")));
        }
        for (CompletableFuture<Exchange> exchange : exchanges) {
            try {
                exchange.get(200, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                context.stop();
            }
        }
        for (CompletableFuture<Exchange> exchange : exchanges) {
            Exception failure = exchange.get(60, TimeUnit.SECONDS).getException();
            if (failure != null && !(failure instanceof WaitStoppedException)) {
                assertThat(failure).as(what).isInstanceOf(io.github.grokvideo.model.GrokVideoException.class);
                assertThat(failure.getMessage()).as(what).doesNotContain("Unexpected");
            }
        }
    }
}
