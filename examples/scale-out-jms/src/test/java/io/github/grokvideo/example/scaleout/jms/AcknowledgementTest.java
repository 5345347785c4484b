package io.github.grokvideo.example.scaleout.jms;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.emulator.ManualClock;
import io.github.grokvideo.emulator.RecordedRequest;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of a message while its route waits for the video, by the options of the JMS consumer. */
class AcknowledgementTest {

    private static final int JOBS = 5;

    private final ManualClock clock = new ManualClock();
    private final Queue<String> taken = new ConcurrentLinkedQueue<>();
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
    private Broker broker;
    private GatewayEmulator gateway;
    private CamelContext context;

    @BeforeEach
    void start() throws Exception {
        broker = new Broker();
        gateway = GatewayEmulator.builder().rendering(false).clock(clock).build().start();
        context = new DefaultCamelContext();
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.getConfiguration().setBaseUrl(gateway.baseUrl());
        component.getConfiguration().setApiKey(gateway.apiKey());
        component.getConfiguration().setPollInterval(20);
        ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(broker.url() + "?consumerWindowSize=0");
        context.addComponent("jms", JmsComponent.jmsComponent(connections));
        context.getComponent("jms", JmsComponent.class).setLazyCreateTransactionManager(false);
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.stop();
        gateway.close();
        broker.close();
    }

    private List<String> work(String options) throws Exception {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            for (int i = 0; i < JOBS; i++) {
                template.sendBody("jms:queue:jobs", template.requestBody("grokvideo:submit", "kite " + i, String.class));
            }
        }
        List<String> jobs = gateway.ledger().entries().stream().map(LedgerEntry::jobId).toList();
        jobs.forEach(gateway.jobs()::awaitRendering);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("jms:queue:jobs?errorHandlerLoggingLevel=OFF&" + options)
                        .process(exchange -> taken.add(exchange.getMessage().getBody(String.class)))
                        .to("grokvideo:await")
                        .process(exchange -> delivered.add(exchange.getMessage().getBody(String.class)));
            }
        });
        return jobs;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
            // options, jobs that one consumer waits for, messages that the broker keeps meanwhile
            "transacted=true, 1, 5",
            "acknowledgementModeName=CLIENT_ACKNOWLEDGE, 1, 5",
            "acknowledgementModeName=AUTO_ACKNOWLEDGE, 1, 4",
            "asyncConsumer=true, 5, 0",
            "asyncConsumer=true&acknowledgementModeName=CLIENT_ACKNOWLEDGE, 5, 0",
            "asyncConsumer=true&transacted=true, 1, 5"
    })
    void whatIsAcknowledgedWhileTheRouteWaits(String options, int waiting, int kept) throws Exception {
        work(options);

        // by now it has waited for long
        await().until(() -> gateway.requests().get().size() > 20 * waiting);
        await().until(() -> broker.jobsLeft() == kept);
        assertThat(taken).hasSize(waiting);
        assertThat(delivered).isEmpty();
    }

    @Test
    void oneConsumerWaitsForTheFirstJobAndFindsTheOthersDone() throws Exception {
        List<String> jobs = work("transacted=true");
        await().until(() -> gateway.requests().get().size() > 20);
        clock.advance(Duration.ofMinutes(1));

        await().until(() -> delivered.size() == JOBS);
        assertThat(taken).containsExactlyElementsOf(jobs);
        for (String job : jobs.subList(1, JOBS)) {
            assertThat(gateway.requests().get()).extracting(RecordedRequest::path).containsOnlyOnce("/v1/videos/" + job);
        }
        await().until(() -> broker.jobsLeft() == 0);
    }
}
