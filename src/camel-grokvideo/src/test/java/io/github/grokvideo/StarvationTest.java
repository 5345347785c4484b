package io.github.grokvideo;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.grokvideo.model.JobTimeoutException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps that wait synchronously for videos, three levels deep, end whatever threads continue routes. */
@Tag("slow")
class StarvationTest {

    private static final int EXCHANGES = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static PromptGateway gateway;

    private static final Map<Pool, CamelContext> CONTEXTS = new EnumMap<>(Pool.class);
    private static final List<ExecutorService> POOLS = new ArrayList<>();

    /** What continues routes. */
    enum Pool {
        OWN_1(1),
        OWN_2(2),
        OWN_10(10),
        USERS_1(0),
        USERS_2(0),
        USERS_BOUNDED_ABORT(0),
        USERS_BOUNDED_CALLER_RUNS(0),
        USERS_FORK_JOIN(0),
        VIRTUAL_THREADS(0);

        private final int size;

        Pool(int size) {
            this.size = size;
        }

        ExecutorService ofUser() {
            return switch (this) {
                case USERS_1 -> Executors.newFixedThreadPool(1);
                case USERS_2 -> Executors.newFixedThreadPool(2);
                case USERS_BOUNDED_ABORT -> bounded(new ThreadPoolExecutor.AbortPolicy());
                case USERS_BOUNDED_CALLER_RUNS -> bounded(new ThreadPoolExecutor.CallerRunsPolicy());
                case USERS_FORK_JOIN -> Executors.newWorkStealingPool(2);
                case VIRTUAL_THREADS -> virtualThreads();
                default -> null;
            };
        }

        private static ExecutorService bounded(RejectedExecutionHandler rejected) {
            return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), rejected);
        }
    }

    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    // every step with one of the pools, in turn; with -Pstarvation with all
    static Stream<Arguments> stepsAndPools() {
        List<Pool> pools = Stream.of(Pool.values())
                .filter(pool -> pool != Pool.VIRTUAL_THREADS || Runtime.version().feature() >= 21).toList();
        List<String> steps = List.copyOf(SynchronousSteps.names());
        boolean all = "all".equals(System.getProperty("starvation"));
        List<Arguments> chosen = new ArrayList<>();
        for (int pool = 0; pool < pools.size(); pool++) {
            for (int step = 0; step < steps.size(); step++) {
                if (all || pool == step % pools.size()) {
                    chosen.add(Arguments.of(steps.get(step), pools.get(pool)));
                }
            }
        }
        return chosen.stream();
    }

    private static CamelContext context(Pool pool) throws Exception {
        CamelContext known = CONTEXTS.get(pool);
        if (known != null) {
            return known;
        }
        CamelContext context = new DefaultCamelContext();
        GrokVideoComponent component = gateway.connect(context);
        ExecutorService ofUser = pool.ofUser();
        if (ofUser != null) {
            POOLS.add(ofUser);
            component.setWorkerPool(ofUser);
        } else {
            Assumptions.assumeTrue(pool.size > 0, "no virtual threads in this JDK");
            component.setWorkerPoolSize(pool.size);
        }
        SynchronousSteps.bind(context);
        for (String name : SynchronousSteps.names()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    step(from("direct:" + name), "direct:" + name + "-second");
                    step(from("direct:" + name + "-second"), "direct:" + name + "-third");
                    from("direct:" + name + "-third").to("grokvideo:generate");
                }

                private void step(RouteDefinition route, String next) {
                    route.setBody(constant("p")).to("grokvideo:generate").setBody(constant("p"));
                    SynchronousSteps.of(name).append(route, getCamelContext(), next);
                }
            });
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:other").to("grokvideo:generate");
            }
        });
        context.start();
        CONTEXTS.put(pool, context);
        return context;
    }

    @BeforeAll
    static void start() throws Exception {
        gateway = new PromptGateway();
    }

    @AfterAll
    static void stop() throws Exception {
        for (CamelContext context : CONTEXTS.values()) {
            context.stop();
        }
        POOLS.forEach(ExecutorService::shutdownNow);
        CONTEXTS.clear();
        POOLS.clear();
        gateway.close();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("stepsAndPools")
    void exchangesThatWaitSynchronouslyEnd(String step, Pool pool) throws Exception {
        CamelContext context = context(pool);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            List<CompletableFuture<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < EXCHANGES; i++) {
                all.add(template.asyncSend("direct:" + step, exchange -> exchange.getMessage().setBody("p")));
            }
            CompletableFuture<Exchange> other
                    = template.asyncSend("direct:other", exchange -> exchange.getMessage().setBody("p"));
            Awaitility.await().atMost(PATIENCE).until(other::isDone);
            Awaitility.await().atMost(PATIENCE).until(() -> all.stream().allMatch(CompletableFuture::isDone));
            assertThat(all).extracting(done -> done.join().getException()).containsOnlyNulls();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Pool.class, names = { "OWN_1", "OWN_10", "USERS_2", "USERS_BOUNDED_CALLER_RUNS" })
    void jobTimeoutFiresWhileAllThreadsAreBlocked(Pool pool) throws Exception {
        CamelContext context = context(pool);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            String name = "endless-" + pool;
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:" + name).setBody(constant("p")).to("grokvideo:generate?jobTimeout=2s")
                            .process(exchange -> gateway.hold(true))
                            .process(exchange -> {
                                throw template.send("direct:" + name + "-nested", copy -> copy.getMessage().setBody("p"))
                                        .getException();
                            });
                    from("direct:" + name + "-nested").errorHandler(noErrorHandler())
                            .to("grokvideo:generate?jobTimeout=2s");
                }
            });
            List<CompletableFuture<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < EXCHANGES; i++) {
                all.add(template.asyncSend("direct:" + name, exchange -> exchange.getMessage().setBody("p")));
            }
            Awaitility.await().atMost(PATIENCE).until(() -> all.stream().allMatch(CompletableFuture::isDone));
            assertThat(all).extracting(done -> done.join().getException()).allSatisfy(
                    failure -> assertThat(failure).isInstanceOf(JobTimeoutException.class));
        } finally {
            gateway.hold(false);
        }
    }

    @Test
    void aBurstOfRoutesThatDoNotBlockUsesTheThreadsOfThePoolOnly() throws Exception {
        int burst = 20_000;
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CamelContext context = context(Pool.OWN_2);
        String name = "burst";
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name).to("grokvideo:generate?pollInterval=1s")
                        .process(exchange -> threads.add(Thread.currentThread()));
            }
        });
        gateway.hold(true);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            List<CompletableFuture<Exchange>> all = new ArrayList<>();
            for (int i = 0; i < burst; i++) {
                all.add(template.asyncSend("direct:" + name, exchange -> exchange.getMessage().setBody("p")));
            }
            gateway.hold(false);
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> all.stream().allMatch(CompletableFuture::isDone));
            assertThat(all).extracting(done -> done.join().getException()).containsOnlyNulls();
        } finally {
            gateway.hold(false);
        }
        assertThat(threads).allSatisfy(thread -> assertThat(thread.getName()).doesNotContain("Additional"));
    }
}
