package io.github.grokvideo;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every change of a job reaches those who want to know, in order, and before the route goes on. */
class ProgressTest extends WireMockTestSupport {

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Set<String> about = ConcurrentHashMap.newKeySet();
    private final List<String> progress = new CopyOnWriteArrayList<>();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof GrokVideoStatusEvent status) {
                    events.add((status.getPrevious() == null ? "" : status.getPrevious().status() + " -> ")
                               + status.getJob().status());
                }
            }
        });
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:progress").process(exchange -> about.add(
                        exchange.getProperty(Exchange.CORRELATION_ID, String.class))).process(exchange -> progress.add(
                                exchange.getMessage().getHeader(GrokVideoConstants.JOB_ID) + " "
                                                                                                                       + exchange
                                                                                                                               .getMessage()
                                                                                                                               .getHeader(
                                                                                                                                       GrokVideoConstants.PREVIOUS_STATUS)
                                                                                                                       + " "
                                                                                                                       + exchange
                                                                                                                               .getMessage()
                                                                                                                               .getHeader(
                                                                                                                                       GrokVideoConstants.STATUS)
                                                                                                                       + " "
                                                                                                                       + exchange
                                                                                                                               .getMessage()
                                                                                                                               .getHeader(
                                                                                                                                       GrokVideoConstants.PROGRESS)));
                from("direct:broken").errorHandler(noErrorHandler()).throwException(new IllegalStateException("cannot cope"));
                from("direct:a").to("grokvideo:generate?progressUri=direct:progress")
                        .process(exchange -> progress.add("the route goes on"));
            }
        };
    }

    @Test
    void isTold() {
        job("video_1", json(200, queued("video_1")), json(200, running("video_1").replace("}", ",\"progress\":10}")),
                json(200, running("video_1").replace("}", ",\"progress\":10}")),
                json(200, running("video_1").replace("}", ",\"progress\":70}")),
                json(200, completed("video_1")));
        Exchange result = send("direct:a", "p");
        assertThat(result.getException()).isNull();
        assertThat(about).containsExactly(result.getExchangeId());
        assertThat(progress).containsExactly(
                "video_1 null QUEUED null", "video_1 QUEUED RUNNING 10", "video_1 RUNNING RUNNING 70",
                "video_1 RUNNING COMPLETED null",
                "the route goes on");
        assertThat(events).containsExactly("QUEUED", "QUEUED -> RUNNING", "RUNNING -> RUNNING", "RUNNING -> COMPLETED");
        assertThat(result.getMessage().getHeader(GrokVideoConstants.ELAPSED, Long.class)).isNotNull();
    }

    @Test
    void ofAFailureIsToldToo() {
        job("video_1", json(200, failed("video_1", "X")));
        assertThat(send("direct:a", "p").getException()).isNotNull();
        assertThat(progress).containsExactly("video_1 null QUEUED null", "video_1 QUEUED FAILED null");
    }

    @Test
    void listenersThatFailDoNotHarmTheJob() {
        job("video_1", json(200, running("video_1")), json(200, completed("video_1")));
        assertThat(send("grokvideo:generate?progressUri=direct:broken", "p").getException()).isNull();
        assertThat(send("grokvideo:generate?progressUri=RAW(direct:nobody-is-there?block=false)", "p").getException()).isNull();
    }
}
