package io.github.grokvideo;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.SpendingRow;
import io.github.grokvideo.store.JobStore;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** What {@code grokvideo:spending} tells of jobs, whatever keeps them. A video of 6 s costs 0.30 USD. */
abstract class SpendingContract {

    private static GatewayEmulator emulator;

    private CamelContext context;

    /** A store that knows nothing yet. */
    abstract JobStore newStore() throws Exception;

    @BeforeAll
    static void startGateway() {
        emulator = GatewayEmulator.builder().rendering(false).queueTime(Duration.ZERO).renderTime(Duration.ofMillis(20))
                .build().start();
    }

    @AfterAll
    static void stopGateway() {
        emulator.close();
    }

    @BeforeEach
    void spend() throws Exception {
        emulator.reset();
        context = new DefaultCamelContext();
        GrokVideoComponent component = EmulatorTestSupport.connect(emulator, context, GrokVideoProvider.lumenfall);
        component.setBudgets("all: 100; tenants: 10 for ${header.tenant}");
        component.setJobStore(newStore());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:films").routeId("films").to("grokvideo:generate");
                from("direct:ads").routeId("ads").to("grokvideo:submit?duration=6");
            }
        });
        context.start();
        send("direct:films",
                Map.of(GrokVideoConstants.USER, "=cmd|' /C calc'!A0", "tenant", "acme", GrokVideoConstants.DURATION, 6));
        send("direct:films", Map.of(GrokVideoConstants.USER, "a \"b\", c", "tenant", "acme", GrokVideoConstants.DURATION, 10));
        emulator.faults().next(Operation.CREATE, Fault.neverFinish());
        send("direct:ads", Map.of("tenant", "other"));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String uri, Map<String, Object> headers) {
        Exchange sent = context.createProducerTemplate().send(uri, exchange -> {
            exchange.getMessage().setBody("A cat");
            exchange.getMessage().setHeaders(new HashMap<>(headers));
        });
        assertThat(sent.getException()).isNull();
        return sent;
    }

    @SuppressWarnings("unchecked")
    private List<SpendingRow> rows(String by, Map<String, Object> headers) {
        return send("grokvideo:spending?spendingBy=" + by, headers).getMessage().getBody(List.class);
    }

    private static String figures(SpendingRow row) {
        return row.jobs() + " " + row.open() + " " + row.actual().toPlainString() + " " + row.estimate().toPlainString() + " "
               + row.reserved().toPlainString() + " " + row.currency() + " "
               + (row.deviation() == null ? null : row.deviation().toPlainString());
    }

    @Test
    void isAddedUpByWhatOneAsksFor() {
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        assertThat(rows("total", Map.of())).extracting(SpendingContract::figures).containsExactly("3 1 0.8 0.8 0.3 USD 0");
        assertThat(rows("day", Map.of())).extracting(SpendingRow::day).isSubsetOf(
                today, LocalDate.now(ZoneOffset.UTC).minusDays(1).toString());
        assertThat(rows("route,provider", Map.of())).extracting(row -> row.route() + " " + row.provider() + " " + figures(row))
                .containsExactly("ads lumenfall 1 1 0 0 0.3 USD null", "films lumenfall 2 0 0.8 0.8 0 USD 0");
        assertThat(rows("model", Map.of())).extracting(SpendingRow::model)
                .containsExactly("grok-imagine-video");
        assertThat(rows("user", Map.of())).extracting(SpendingRow::user)
                .containsExactly(null, "=cmd|' /C calc'!A0", "a \"b\", c");
        assertThat(rows("scope", Map.of())).extracting(row -> row.budget() + "/" + row.scope() + " " + figures(row))
                .containsExactly("all/ 3 1 0.8 0.8 0.3 USD 0", "tenants/acme 2 0 0.8 0.8 0 USD 0",
                        "tenants/other 1 1 0 0 0.3 USD null");
        assertThat(rows("day", Map.of(GrokVideoConstants.SPENDING_BY, "total"))).hasSize(1);
    }

    @Test
    void isLimitedToATime() {
        Instant now = Instant.now();
        assertThat(rows("total", Map.of(GrokVideoConstants.SPENDING_FROM, now.plus(Duration.ofHours(20))))).isEmpty();
        assertThat(rows("total", Map.of(
                GrokVideoConstants.SPENDING_FROM, "2026-01-01", GrokVideoConstants.SPENDING_TO, "2026-01-02T00:00:00Z")))
                .isEmpty();
        assertThat(rows("total", Map.of(GrokVideoConstants.SPENDING_FROM, now.minus(Duration.ofHours(20)).toString())))
                .hasSize(1);
    }

    @Test
    void isATextOfCommaSeparatedValues() {
        Exchange csv = send("grokvideo:spending?spendingBy=user,route&spendingFormat=csv", Map.of());
        assertThat(csv.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("text/csv; charset=UTF-8");
        assertThat(csv.getMessage().getBody(String.class)).isEqualTo(
                "day,route,provider,model,user,budget,scope,currency,jobs,open,actual,estimate,reserved,deviation\r\n"
                                                                     + ",ads,,,,,,USD,1,1,0,0,0.3,\r\n"
                                                                     + ",films,,,'=cmd|' /C calc'!A0,,,USD,1,0,0.3,0.3,0,0\r\n"
                                                                     + ",films,,,\"a \"\"b\"\", c\",,,USD,1,0,0.5,0.5,0,0\r\n");
    }

    @Test
    void isJson() throws Exception {
        Exchange json = send("grokvideo:spending?spendingBy=total&spendingFormat=json", Map.of());
        assertThat(json.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
        JsonNode row = new ObjectMapper().readTree(json.getMessage().getBody(String.class)).get(0);
        assertThat(row.get("actual").decimalValue()).isEqualByComparingTo(new BigDecimal("0.8"));
        assertThat(row.get("jobs").asInt()).isEqualTo(3);
        assertThat(row.get("day").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "CamelGrokVideoSpendingBy | week | header CamelGrokVideoSpendingBy: invalid value 'week', expected day, route, provider, model, user, scope or total, separated by commas",
            "CamelGrokVideoSpendingFrom | yesterday | header CamelGrokVideoSpendingFrom: invalid value 'yesterday', expected a time such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31" })
    void whatCannotBeReadIsTold(String header, String value, String message) {
        Exchange told = context.createProducerTemplate().send(
                "grokvideo:spending", exchange -> exchange.getMessage().setHeader(header, value));
        assertThat(told.getException()).isInstanceOf(InvalidRequestException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "spendingBy=week | Option spendingBy: invalid value 'week', expected day, route, provider, model, user, scope or total, separated by commas",
            "spendingTimeZone=Berlin | Option spendingTimeZone: invalid value 'Berlin', expected a time zone such as Europe/Berlin or UTC",
            "spendingFormat=xml | Option spendingFormat: invalid value 'xml', expected one of [list, csv, json]",
            "spendingPeriod=0 | Option spendingPeriod: invalid value '0', expected a number greater than 0" })
    void anInvalidOptionIsTold(String option, String message) {
        Throwable thrown = catchThrowable(() -> context.getEndpoint("grokvideo:spending?" + option).createProducer().start());
        while (thrown.getCause() != null && !(thrown instanceof IllegalArgumentException)) {
            thrown = thrown.getCause();
        }
        assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
