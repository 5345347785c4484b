package io.github.grokvideo;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.Builder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SagaPropagation;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.apache.camel.saga.InMemorySagaService;
import org.apache.camel.spi.Policy;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.PluginHelper;

/** The ways in which a route step can call another route, and wait for its end or let Camel wait for it. */
final class SynchronousSteps {

    /** Appends a step that calls another endpoint. */
    interface Step {

        void append(RouteDefinition route, CamelContext context, String next);
    }

    private static final AggregationStrategy LATEST = new UseLatestAggregationStrategy();
    private static final Map<String, Step> STEPS = new LinkedHashMap<>();
    private static final Map<String, Object> LOCKS = new ConcurrentHashMap<>();

    private SynchronousSteps() {
    }

    static Collection<String> names() {
        return STEPS.keySet();
    }

    static Step of(String name) {
        return STEPS.get(name);
    }

    static {
        // EIPs
        eip("to", (route, next) -> route.to(next));
        eip("toD", (route, next) -> route.toD(next));
        eip("circuitBreaker", (route, next) -> route.circuitBreaker().to(next).end());
        eip("circuitBreakerWithTimeout",
                (route, next) -> route.circuitBreaker().resilience4jConfiguration().timeoutEnabled(true)
                        .timeoutDuration(60_000).end().to(next).end());
        eip("circuitBreakerFallback",
                (route, next) -> route.circuitBreaker().throwException(new IllegalStateException("x")).onFallback().to(next)
                        .end());
        eip("enrich", (route, next) -> route.enrich(next, LATEST));
        eip("recipientList", (route, next) -> route.recipientList(Builder.constant(next)));
        eip("recipientListParallel", (route, next) -> route.recipientList(Builder.constant(next)).parallelProcessing());
        eip("routingSlip", (route, next) -> route.routingSlip(Builder.constant(next)));
        eip("dynamicRouter", (route, next) -> route.dynamicRouter(once(next)));
        eip("multicast", (route, next) -> route.multicast(LATEST).to(next).end());
        eip("multicastParallel", (route, next) -> route.multicast(LATEST).parallelProcessing().to(next).end());
        eip("multicastParallelInCircuitBreaker",
                (route, next) -> route.circuitBreaker().multicast(LATEST).parallelProcessing().to(next).end().end());
        eip("multicastSynchronous", (route, next) -> route.multicast(LATEST).synchronous().to(next).end());
        eip("split", (route, next) -> route.split(Builder.constant(List.of("a"))).to(next).end());
        eip("splitParallelStreaming", (route, next) -> route.split(Builder.constant(List.of("a"))).streaming()
                .parallelProcessing().to(next).end());
        eip("splitSynchronous", (route, next) -> route.split(Builder.constant(List.of("a"))).synchronous().to(next).end());
        eip("loop", (route, next) -> route.loop(1).to(next).end());
        eip("loopDoWhile", (route, next) -> route.loopDoWhile(Builder.simple("${exchangeProperty.CamelLoopIndex} == null"))
                .to(next).end());
        eip("choice", (route, next) -> route.choice().when(Builder.constant(true)).to(next).end());
        eip("filter", (route, next) -> route.filter(Builder.constant(true)).to(next).end());
        eip("doTry", (route, next) -> route.doTry().to(next).doCatch(Exception.class).stop().end());
        eip("doCatch", (route, next) -> route.doTry().throwException(new IllegalStateException("x"))
                .doCatch(IllegalStateException.class).to(next).end());
        eip("doFinally", (route, next) -> route.doTry().setHeader("x", Builder.constant(1)).doFinally().to(next).end());
        eip("doTryInTransacted",
                (route, next) -> route.transacted("sync").doTry().to(next).doCatch(Exception.class).stop().end().end());
        eip("policy", (route, next) -> route.policy("wrapping").to(next).end());
        eip("saga", (route, next) -> route.saga().propagation(SagaPropagation.REQUIRED).to(next).end());
        eip("idempotentConsumer", (route, next) -> route.idempotentConsumer(Builder.simple("${exchangeId}"))
                .idempotentRepository("memory").to(next).end());
        eip("threads", (route, next) -> route.threads().to(next));
        eip("delay", (route, next) -> route.delay(1).to(next));
        eip("throttle", (route, next) -> route.throttle(10_000).to(next));
        eip("throttleConcurrent", (route, next) -> route.throttle(10_000).concurrentRequestsMode().to(next));
        eip("loadBalance", (route, next) -> route.loadBalance().roundRobin().to(next).end());
        eip("failover", (route, next) -> route.loadBalance().failover().to(next).end());
        eip("aggregate", (route, next) -> route.aggregate(Builder.simple("${exchangeId}"), LATEST).completionSize(1)
                .to(next).end());
        eip("kameletTemplate", (route, next) -> route.kamelet("calling?next=" + next.substring("direct:".length())));
        eip("pipeline", (route, next) -> route.pipeline().to(next).end());
        eip("step", (route, next) -> route.step("s-" + next).to(next).end());
        eip("seda", (route, next) -> route.to(
                ExchangePattern.InOut, "seda:" + next.substring("direct:".length())
                                       + "-queue?waitForTaskToComplete=Always&timeout=0&concurrentConsumers=4"));

        // expressions and code
        code("processorWithTemplate", (exchange, template, next) -> {
            throwIt(template.send(next, copy -> copy.getMessage().setBody("p")).getException());
        });
        code("requestBody", (exchange, template, next) -> template.requestBody(next, (Object) "p"));
        code("futureGet", (exchange, template, next) -> {
            throwIt(template.asyncSend(next, copy -> copy.getMessage().setBody("p")).get().getException());
        });
        code("asyncRequestBodyGet", (exchange, template, next) -> template.asyncRequestBody(next, (Object) "p").get());
        code("supplyAsyncJoin", (
                exchange, template,
                next) -> CompletableFuture.supplyAsync(() -> template.requestBody(next, (Object) "p"), task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    thread.start();
                }).join());
        code("latchOfWireTap", (exchange, template, next) -> {
            CountDownLatch done = new CountDownLatch(1);
            template.asyncSend(next, copy -> copy.getMessage().setBody("p")).whenComplete((result, thrown) -> done.countDown());
            done.await();
        });
        code("synchronizedBean", (exchange, template, next) -> {
            synchronized (LOCKS.computeIfAbsent(next, key -> new Object())) {
                template.requestBody(next, (Object) "p");
            }
        });
        code("pollFromQueue", (exchange, template, next) -> {
            String queue = "seda:polled-" + exchange.getExchangeId();
            template.asyncSend(next, copy -> copy.getMessage().setBody("p"))
                    .thenAccept(result -> template.sendBody(queue, "done"));
            exchange.getMessage().setHeader("queue", queue);
            exchange.getContext().createConsumerTemplate().receiveBody(queue);
        });
        STEPS.put("pollEnrich", (route, context, next) -> {
            ProducerTemplate template = context.createProducerTemplate();
            route.process(exchange -> template.asyncSend(next, copy -> copy.getMessage().setBody("p"))
                    .thenAccept(result -> template.sendBody("seda:enriching-" + exchange.getExchangeId(), "done")));
            route.pollEnrich().simple("seda:enriching-${exchangeId}").cacheSize(-1).aggregationStrategy(LATEST).end();
        });
        STEPS.put("wireTapAndWait", (route, context, next) -> {
            String tapped = "tapped-" + next;
            route.process(exchange -> exchange.setProperty(tapped, new CountDownLatch(1)));
            route.wireTap("direct:tapped").onPrepare(copy -> copy.setProperty("next", next)).end();
            route.process(exchange -> exchange.getProperty(tapped, CountDownLatch.class).await());
        });
        STEPS.put("expression", (route, context, next) -> {
            ProducerTemplate template = context.createProducerTemplate();
            route.setBody(new Expression() {
                @Override
                public <T> T evaluate(Exchange exchange, Class<T> type) {
                    return type.cast(template.requestBody(next, (Object) "p", String.class));
                }
            });
        });
    }

    private interface Eip {
        void append(RouteDefinition route, String next);
    }

    private interface Code {
        void call(Exchange exchange, ProducerTemplate template, String next) throws Exception;
    }

    private static void eip(String name, Eip eip) {
        STEPS.put(name, (route, context, next) -> eip.append(route, next));
    }

    private static void code(String name, Code code) {
        STEPS.put(name, (route, context, next) -> {
            ProducerTemplate template = context.createProducerTemplate();
            route.process(exchange -> code.call(exchange, template, next));
        });
    }

    private static void throwIt(Exception failure) throws Exception {
        if (failure != null) {
            throw failure;
        }
    }

    private static Expression once(String next) {
        return new Expression() {
            @Override
            public <T> T evaluate(Exchange exchange, Class<T> type) {
                return exchange.getProperty(Exchange.SLIP_ENDPOINT) == null ? type.cast(next) : null;
            }
        };
    }

    /** What the steps refer to by name. */
    static void bind(CamelContext context) throws Exception {
        context.getRegistry().bind("sync", TransactedPolicy.class, new Transaction());
        context.getRegistry().bind("wrapping", Policy.class, new Wrapping());
        context.getRegistry().bind("memory",
                org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository.memoryIdempotentRepository(100_000));
        context.addService(new InMemorySagaService());
        ProducerTemplate template = context.createProducerTemplate();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("calling").templateParameter("next")
                        .from("kamelet:source").to("direct:{{next}}");
                from("seda:seda-second-queue?concurrentConsumers=4").to("direct:seda-second");
                from("seda:seda-third-queue?concurrentConsumers=4").to("direct:seda-third");
                from("direct:tapped").process(exchange -> {
                    String next = exchange.getProperty("next", String.class);
                    CountDownLatch tapped = exchange.getProperty("tapped-" + next, CountDownLatch.class);
                    template.asyncSend(next, copy -> copy.getMessage().setBody("p"))
                            .whenComplete((result, thrown) -> tapped.countDown());
                });
            }
        });
    }

    /** Holds its thread until what it wraps is done, as a transaction does. */
    private static final class Transaction implements TransactedPolicy {

        @Override
        public void beforeWrap(Route route, NamedNode definition) {
        }

        @Override
        public Processor wrap(Route route, Processor processor) {
            return exchange -> {
                Object key = new Object();
                exchange.getUnitOfWork().beginTransactedBy(key);
                try {
                    PluginHelper.getAsyncProcessorAwaitManager(exchange.getContext())
                            .process(AsyncProcessorConverterHelper.convert(processor), exchange);
                } finally {
                    exchange.getUnitOfWork().endTransactedBy(key);
                }
            };
        }
    }

    /** Calls what it wraps as a plain processor. */
    private static final class Wrapping implements Policy {

        @Override
        public void beforeWrap(Route route, NamedNode definition) {
        }

        @Override
        public Processor wrap(Route route, Processor processor) {
            return exchange -> processor.process(exchange);
        }
    }
}
