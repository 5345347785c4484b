package io.github.grokvideo.benchmark.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A route whose exchanges stay where they are: the heap that a waiting exchange takes, whoever waits, or that of one in
 * a producer, with what Camel's telemetry keeps of it, whoever is the producer.
 */
final class ParkedExchanges implements Contender {

    /** Where an exchange is. */
    enum Place {
        PROCESSOR,
        PRODUCER,
        TRACED_PRODUCER
    }

    private static final String PARK = "park";

    private final CamelContext context = new DefaultCamelContext();
    private final List<AsyncCallback> parked = new ArrayList<>();
    private final Endpoint in;
    private final AsyncProducer route;

    ParkedExchanges(Place place) throws Exception {
        if (place == Place.TRACED_PRODUCER) {
            Tracing.begin(context);
        }
        context.addComponent(PARK, new DefaultComponent() {
            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                return new Park(uri, this);
            }
        });
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition begin = from("direct:park");
                if (place == Place.PROCESSOR) {
                    begin.process(new AsyncProcessorSupport() {
                        @Override
                        public boolean process(Exchange exchange, AsyncCallback callback) {
                            return park(callback);
                        }
                    });
                } else {
                    begin.to(PARK + ":here");
                }
            }
        });
        context.start();
        in = context.getEndpoint("direct:park");
        route = in.createAsyncProducer();
        route.start();
    }

    private boolean park(AsyncCallback callback) {
        parked.add(callback);
        return false;
    }

    private final class Park extends DefaultEndpoint {

        Park(String uri, Component component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultAsyncProducer(this) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    return park(callback);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("nothing comes from here");
        }
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
