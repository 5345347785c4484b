package io.github.grokvideo.benchmark.contender;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;

/** A route whose exchanges stay where they are: the heap that a waiting exchange takes, whoever waits. */
final class ParkedExchanges implements Contender {

    private final CamelContext context = new DefaultCamelContext();
    private final List<AsyncCallback> parked = new ArrayList<>();
    private final Endpoint in;
    private final AsyncProducer route;

    ParkedExchanges() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:park").process(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        parked.add(callback);
                        return false;
                    }
                });
            }
        });
        context.start();
        in = context.getEndpoint("direct:park");
        route = in.createAsyncProducer();
        route.start();
    }

    @Override
    public void generate() {
        Exchange exchange = in.createExchange();
        exchange.getMessage().setBody(PROMPT);
        route.process(exchange, doneSync -> exchange.getException());
    }

    @Override
    public void close() {
        parked.forEach(callback -> callback.done(false));
        context.stop();
    }
}
