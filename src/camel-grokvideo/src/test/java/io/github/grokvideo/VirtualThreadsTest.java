package io.github.grokvideo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.JRE;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With {@code camel.threads.virtual.enabled}, which Camel reads when its classes are loaded: so only in a JVM that was
 * started with it, as .ci/versions does.
 */
@EnabledIfSystemProperty(named = "camel.threads.virtual.enabled", matches = "true")
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualThreadsTest extends EmulatorTestSupport {

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:film").to("grokvideo:generate?output=bytes&duration=1")
                        .setProperty("thread", () -> Thread.currentThread().toString());
                // a step that waits synchronously, on a thread on which other jobs would end
                from("direct:two").to("grokvideo:generate?duration=1")
                        .process(exchange -> exchange.getMessage().setBody(
                                exchange.getContext().createProducerTemplate().requestBody("direct:film", "the second")));
            }
        };
    }

    @Test
    void routesContinueOnVirtualThreads() {
        Exchange made = ok(send("direct:film", "a fox in the snow"));

        assertThat(made.getMessage().getBody(byte[].class)).isNotEmpty();
        assertThat(made.getProperty("thread", String.class)).startsWith("VirtualThread[");
    }

    @Test
    void manyWaitAtATimeAndStepsMayBlock() throws Exception {
        List<CompletableFuture<Exchange>> made = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String prompt = "film " + i;
            made.add(template.asyncSend("direct:two", exchange -> exchange.getMessage().setBody(prompt)));
        }

        for (CompletableFuture<Exchange> one : made) {
            assertThat(ok(one.get(60, TimeUnit.SECONDS)).getMessage().getBody(byte[].class)).isNotEmpty();
        }
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(100);
    }
}
