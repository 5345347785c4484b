package io.github.grokvideo;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.emulator.ManualClock;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Ten thousand exchanges that wait need no more threads than ten, and the route goes on on Camel's threads. */
@Tag("slow")
class ManyWaitingTest extends CamelTestSupport {

    private static final int MANY = 10_000;
    private static final ManualClock clock = new ManualClock();

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().clock(clock).rendering(false).queueTime(Duration.ofSeconds(1))
                    .renderTime(Duration.ofMinutes(1))
                    .maxJobs(2 * MANY));

    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger done = new AtomicInteger();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:many").to("grokvideo:generate?pollInterval=2s")
                        .process(exchange -> threads.add(Thread.currentThread().getName().replaceAll("#\\d+", "#")));
            }
        };
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.getConfiguration().setApiKey(gateway.emulator().apiKey());
        component.getConfiguration().setBaseUrl(gateway.emulator().baseUrl());
        return context;
    }

    private Set<String> ours() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name -> name.contains("GrokVideo"))
                .collect(Collectors.toSet());
    }

    private void submit(int count, int expectedWaiting) {
        for (int i = 0; i < count; i++) {
            Exchange exchange = createExchangeWithBody("p");
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onComplete(Exchange completed) {
                    done.incrementAndGet();
                }
            });
            // the calling thread comes back at once: the route is asynchronous from end to end
            template.asyncSend("direct:many", exchange);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> gateway.emulator().jobs().count() == expectedWaiting);
    }

    @Test
    void needNoMoreThreadsThanTen() {
        submit(10, 10);
        Set<String> few = ours();
        submit(MANY - 10, MANY);
        Set<String> many = ours();
        assertThat(many).as("threads of the component with %d waiting, and with 10", MANY).isEqualTo(few);
        assertThat(context.getComponent("grokvideo", GrokVideoComponent.class).runtime().jobs().size()).isEqualTo(MANY);

        clock.advance(Duration.ofMinutes(2));
        await().atMost(Duration.ofSeconds(90)).until(() -> done.get() == MANY);
        assertThat(threads).allMatch(name -> name.contains("GrokVideoWorker"));
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(MANY);
    }
}
