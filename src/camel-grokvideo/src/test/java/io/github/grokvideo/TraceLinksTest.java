package io.github.grokvideo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** From a result to the span of its submission, where another machine, or a later start, has the result. */
class TraceLinksTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    private static final String RESULTS = "grokvideo:results?output=url&redeliveryDelay=1&maximumDeliveries=0";

    @TempDir
    private Path folder;
    private StoppableDatabase database;

    @BeforeEach
    void openDatabase() {
        database = new StoppableDatabase(folder);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    /** A machine with what it tells of its spans. */
    private final class Machine implements AutoCloseable {

        private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
        private final CamelContext context = new DefaultCamelContext();

        Machine(boolean traced, LambdaRouteBuilder routes) throws Exception {
            if (traced) {
                context.getRegistry().bind("tracer", SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter)).build().get("test"));
                context.getRegistry().bind("propagators",
                        ContextPropagators.create(W3CTraceContextPropagator.getInstance()));
                new OpenTelemetryTracer().init(context);
            }
            EmulatorTestSupport.connect(gateway.emulator(), context, GrokVideoProvider.lumenfall).setDataSource(database);
            RouteBuilder.addRoutes(context, routes);
            context.start();
        }

        void submit() {
            assertThat(context.createProducerTemplate().send("grokvideo:submit?duration=1&model=grok-imagine-video",
                    exchange -> exchange.getMessage().setBody("A cat")).getException()).isNull();
        }

        MockEndpoint mock() {
            return context.getEndpoint("mock:results", MockEndpoint.class);
        }

        SpanData span(String name) {
            await().untilAsserted(() -> assertThat(spans(name)).hasSize(1));
            return spans(name).get(0);
        }

        List<SpanData> spans(String name) {
            return exporter.getFinishedSpanItems().stream().filter(span -> span.getName().equals(name)).toList();
        }

        @Override
        public void close() {
            context.stop();
        }
    }

    private static void nothing(RouteBuilder routes) {
        // only submits
    }

    private static void deliver(RouteBuilder routes) {
        routes.from(RESULTS).to("mock:results");
    }

    private static void leadsTo(SpanData submission, SpanData later) {
        assertThat(later.getTraceId()).isNotEqualTo(submission.getTraceId());
        assertThat(later.getLinks()).extracting(LinkData::getSpanContext).satisfiesExactly(link -> {
            assertThat(link.getTraceId()).isEqualTo(submission.getTraceId());
            assertThat(link.getSpanId()).isEqualTo(submission.getSpanId());
            assertThat(link.isSampled()).isTrue();
        });
    }

    private String single(String sql) throws Exception {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
             ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    @Test
    void aResultOnAnotherMachineLeadsToItsSubmission() throws Exception {
        SpanData submission;
        try (Machine submitting = new Machine(true, TraceLinksTest::nothing)) {
            submitting.submit();
            submission = submitting.span("generate_content grok-imagine-video");
        }
        try (Machine delivering = new Machine(true, TraceLinksTest::deliver)) {
            delivering.mock().expectedMessageCount(1);
            delivering.mock().assertIsSatisfied(TimeUnit.MINUTES.toMillis(1));
            leadsTo(submission, delivering.span("grokvideo wait"));
            leadsTo(submission, delivering.span("grokvideo results"));
            assertThat(delivering.mock().getExchanges().get(0).getProperties().keySet())
                    .noneMatch(name -> name.contains("Trace"));
        }
    }

    @Test
    void aResultThatWasDeliveredInVainLeadsToItsSubmissionEachTime() throws Exception {
        SpanData submission;
        try (Machine failing
                = new Machine(true, routes -> routes.from(RESULTS).throwException(new IllegalStateException("not now")))) {
            failing.submit();
            submission = failing.span("generate_content grok-imagine-video");
            await().untilAsserted(() -> assertThat(failing.spans("grokvideo results")).isNotEmpty());
            failing.spans("grokvideo results").forEach(span -> leadsTo(submission, span));
        }
        assertThat(single("select state from grokvideo_job")).isEqualTo("COMPLETED");
        try (Machine delivering = new Machine(true, TraceLinksTest::deliver)) {
            delivering.mock().expectedMessageCount(1);
            delivering.mock().assertIsSatisfied(TimeUnit.MINUTES.toMillis(1));
            leadsTo(submission, delivering.span("grokvideo results"));
            assertThat(delivering.spans("grokvideo wait")).isEmpty();
        }
    }

    @Test
    void whatWasNotTracedLeadsNowhere() throws Exception {
        try (Machine submitting = new Machine(false, TraceLinksTest::nothing)) {
            submitting.submit();
        }
        assertThat(single("select count(*) from grokvideo_job where trace_parent is not null")).isEqualTo("0");
        assertThat(single("select count(*) from grokvideo_job")).isEqualTo("1");
        try (Machine delivering = new Machine(true, TraceLinksTest::deliver)) {
            delivering.mock().expectedMessageCount(1);
            delivering.mock().assertIsSatisfied(TimeUnit.MINUTES.toMillis(1));
            assertThat(delivering.span("grokvideo results").getLinks()).isEmpty();
        }
    }
}
