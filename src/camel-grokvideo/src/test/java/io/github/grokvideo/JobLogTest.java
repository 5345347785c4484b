package io.github.grokvideo;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.internal.observation.LogContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.MDC;
import org.slf4j.TestDiagnosticContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the log says at the end of a job, and whose each line is. */
@Isolated
class JobLogTest extends EmulatorTestSupport {

    private record Line(String text, String jobId, String key) {
    }

    /** Takes lines with the diagnostic context of the thread that writes them. */
    private final class Lines extends PrintStream {

        Lines() {
            super(OutputStream.nullOutputStream());
        }

        @Override
        public void println(String text) {
            lines.add(new Line(text, MDC.get(LogContext.JOB_ID), MDC.get(LogContext.KEY)));
        }
    }

    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
    private final PrintStream before = System.err;
    private TestDiagnosticContext diagnostics;

    @BeforeEach
    void takeLines() {
        diagnostics = new TestDiagnosticContext();
        System.setErr(new Lines());
    }

    @AfterEach
    void giveBack() {
        System.setErr(before);
        diagnostics.close();
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:generate").to("grokvideo:generate?duration=1").process(
                        exchange -> exchange.setProperty("seen", MDC.getCopyOfContextMap()));
            }
        };
    }

    private void logAt(LoggingLevel level) {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.stop();
        component.setJobLogLevel(level);
        component.start();
    }

    private List<Line> endings() {
        return lines.stream().filter(line -> line.text().contains("io.github.grokvideo.jobs")).toList();
    }

    @Test
    void theEndOfAJobIsOneLine() {
        logAt(LoggingLevel.WARN);
        Exchange result = ok(send("grokvideo:generate?duration=1&idempotencyKey=order-17", "A secret prompt"));
        String id = result.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class);
        assertThat(endings()).singleElement().satisfies(line -> {
            assertThat(line.text()).matches(
                    ".* WARN io.github.grokvideo.jobs - Job " + id
                                            + " completed after [0-9.]+ s and [0-9]+ polls at lumenfall, cost [0-9.]+ USD, key order-17");
            assertThat(line.jobId()).isEqualTo(id);
            assertThat(line.key()).isEqualTo("order-17");
        });
        assertThat(lines).noneMatch(line -> line.text().contains("secret"));
    }

    @Test
    void aFailureNamesItsKind() {
        logAt(LoggingLevel.WARN);
        gateway.emulator().faults().next(Operation.CREATE, Fault.moderation());
        send("grokvideo:generate?duration=1", "p");
        assertThat(endings()).singleElement().satisfies(line -> assertThat(line.text()).contains(" moderated (Moderation"));
    }

    @Test
    void aRequestThatIsRefusedHasNoJob() {
        logAt(LoggingLevel.WARN);
        send("grokvideo:generate?duration=600", "p");
        assertThat(endings()).singleElement().satisfies(
                line -> assertThat(line.text())
                        .contains(" - Request refused (InvalidRequestException, INVALID_REQUEST) after "));
    }

    @Test
    void offMeansNone() {
        logAt(LoggingLevel.OFF);
        ok(send("grokvideo:generate?duration=1", "p"));
        assertThat(endings()).isEmpty();
    }

    @Test
    void everyLineOfAJobNamesItAndARouteSeesNothingOfThat() {
        gateway.emulator().faults().next(Operation.GET, Fault.status(500), Fault.status(500), Fault.status(500),
                Fault.status(500), Fault.status(500));
        Exchange result = ok(send("direct:generate", "p"));
        assertThat(lines.stream().filter(line -> line.text().contains("consecutive status requests failed"))).singleElement()
                .satisfies(line -> assertThat(line.jobId())
                        .isEqualTo(result.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class)));
        assertThat(result.getProperty("seen")).satisfiesAnyOf(seen -> assertThat(seen).isNull(),
                seen -> assertThat(seen.toString()).isEqualTo("{}"));
        assertThat(MDC.get(LogContext.JOB_ID)).isNull();
    }

    // trouble that many have at the same time

    private List<Line> linesWith(String text) {
        return lines.stream().filter(line -> line.text().contains(text)).toList();
    }

    @Test
    void pollsOfManyJobsThatFailAreOneLine() throws Exception {
        gateway.emulator().faults().always(Operation.GET, Fault.status(500));
        List<CompletableFuture<Exchange>> all = IntStream.range(0, 10).mapToObj(
                i -> template.asyncSend("direct:generate", exchange -> exchange.getMessage().setBody("p"))).toList();
        await().untilAsserted(() -> assertThat(requestsByJob()).hasSize(10).allSatisfy((job, polls) -> assertThat(polls)
                .as("one more than are worth a warning, so that the answer to the last one is known").isGreaterThan(5)));
        gateway.emulator().faults().clear();
        for (CompletableFuture<Exchange> one : all) {
            ok(one.get(60, TimeUnit.SECONDS));
        }
        assertThat(linesWith("consecutive status requests failed")).hasSize(1);
    }

    private Map<String, Long> requestsByJob() {
        return gateway.emulator().requests().of(Operation.GET).stream()
                .collect(Collectors.groupingBy(RecordedRequest::path, Collectors.counting()));
    }

    @Test
    void aKeyThatIsNotAcceptedIsOneLineForAllResults() throws Exception {
        logAt(LoggingLevel.WARN);
        gateway.emulator().faults().always(Operation.GET, Fault.status(401).code("AUTHENTICATION_FAILED"));
        RouteBuilder.addRoutes(context, routes -> routes.from("grokvideo:results").to("mock:results"));
        for (int i = 0; i < 10; i++) {
            ok(send("grokvideo:submit?duration=1", "p"));
        }
        await().untilAsserted(() -> assertThat(requestsByJob()).hasSize(10));
        await().untilAsserted(() -> assertThat(linesWith("refused (Authentication")).hasSize(10));
        // a wait is given back after its end is logged
        context.stop();
        assertThat(linesWith("is polled again in 30 s")).hasSize(1);
    }
}
