package io.github.grokvideo.benchmark.contender;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.github.grokvideo.benchmark.stub.StubAddress;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.dataformat.JsonLibrary;

/**
 * Submit with {@code http}, then ask in a {@code loopDoWhile} with a {@code delay}, fed by a {@code seda} queue. Tuned,
 * it has as many consumers and connections as help, a pool of its own for the delay, and does not ask about all jobs at
 * once.
 */
final class EipContender implements Contender {

    private static final String ID = "id";
    private static final String STATUS = "status";
    private static final String PAUSE = "pause";

    private final CamelContext context = new DefaultCamelContext();
    private final ScheduledExecutorService delayPool;
    private final Endpoint in;
    private final Producer queue;

    EipContender(StubAddress stub, long pollInterval, Outcome outcome, boolean tuned) throws Exception {
        delayPool = tuned ? Executors.newScheduledThreadPool(64) : null;
        String http = stub.plainUrl() + (tuned ? "?connectionsPerRoute=256&maxTotalConnections=256" : "");
        // the queue holds whatever is not submitted yet
        String seda = "seda:jobs?size=1000000&concurrentConsumers=" + (tuned ? 50 : 10);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).handled(true)
                        .process(exchange -> outcome.failed(
                                exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class)));
                LoopDefinition waiting = from(seda)
                        .setBody(exchange -> Map.of("model", MODEL, "prompt", exchange.getMessage().getBody(String.class)))
                        .marshal().json(JsonLibrary.Jackson)
                        .setHeader(Exchange.HTTP_METHOD, constant(HttpMethods.POST))
                        .setHeader(Exchange.HTTP_PATH, constant("/videos"))
                        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                        .setHeader("Authorization", constant("Bearer " + API_KEY))
                        .to(http)
                        .unmarshal().json(JsonLibrary.Jackson, Map.class)
                        .setProperty(ID, simple("${body[id]}"))
                        .setProperty(STATUS, simple("${body[status]}"))
                        .setProperty(PAUSE, tuned ? simple("${random(0," + pollInterval + ")}") : constant(pollInterval))
                        .loopDoWhile(simple("${exchangeProperty.status} !in 'completed,failed'"));
                DelayDefinition delay = waiting
                        .setBody(constant((Object) null))
                        .removeHeaders("*")
                        .delay(exchangeProperty(PAUSE));
                if (tuned) {
                    delay.executorService(delayPool);
                }
                delay
                        .setProperty(PAUSE, constant(pollInterval))
                        .setHeader(Exchange.HTTP_METHOD, constant(HttpMethods.GET))
                        .setHeader(Exchange.HTTP_PATH, simple("/videos/${exchangeProperty.id}"))
                        .setHeader("Authorization", constant("Bearer " + API_KEY))
                        .to(http)
                        .unmarshal().json(JsonLibrary.Jackson, Map.class)
                        .setProperty(STATUS, simple("${body[status]}"));
                waiting.end()
                        .process(exchange -> outcome.finished(exchange.getProperty(ID, String.class)));
            }
        });
        context.start();
        in = context.getEndpoint(seda);
        queue = in.createProducer();
        queue.start();
    }

    @Override
    public void generate() {
        Exchange exchange = in.createExchange();
        exchange.getMessage().setBody(PROMPT);
        try {
            queue.process(exchange);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // a graceful stop would wait for all jobs
        context.getShutdownStrategy().setTimeout(1);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        context.stop();
        if (delayPool != null) {
            delayPool.shutdownNow();
        }
    }
}
