package io.github.grokvideo;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ShutdownStrategy;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A stop does not wait for videos: waits end while error handlers still work, and every id is reported. */
@Tag("slow")
class StoppingTest extends WireMockTestSupport {

    private final Queue<String> reported = new ConcurrentLinkedQueue<>();
    private GrokVideoComponent component;

    @Override
    protected void configure(GrokVideoComponent created) {
        component = created;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                onException(WaitStoppedException.class).handled(true)
                        .process(exchange -> reported
                                .add(exchange.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class)));
                from("direct:a").routeId("a").to("grokvideo:generate");
                from("direct:b").routeId("b").to("grokvideo:generate");
                from("direct:outer").routeId("outer").to("direct:inner");
                from("direct:inner").routeId("inner").to("grokvideo:generate");
                from("direct:retrying").routeId("retrying")
                        .onException(WaitStoppedException.class).maximumRedeliveries(2).redeliveryDelay(5).handled(true)
                        .process(exchange -> reported
                                .add("retried " + exchange.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class)))
                        .end().to("grokvideo:generate");
            }
        };
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(component.runtime().jobs().size()).isZero();
    }

    private CompletableFuture<Exchange> waiting(String uri) {
        job("video_1", json(200, running("video_1")));
        int before = api.findAll(getRequestedFor(urlPathEqualTo("/v1/videos/video_1"))).size();
        CompletableFuture<Exchange> future = template.asyncSend(uri, exchange -> exchange.getMessage().setBody("p"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> api.findAll(getRequestedFor(urlPathEqualTo("/v1/videos/video_1"))).size() > before);
        return future;
    }

    /** Camel's own patience with exchanges that are under way is not what ends the stop. */
    private void inTime(ThrowingRunnable stop) throws Throwable {
        ShutdownStrategy strategy = context.getShutdownStrategy();
        stop.run();
        assertThat(strategy.hasTimeoutOccurred()).as("it was waited for exchanges until Camel's patience ended").isFalse();
    }

    @Test
    void stoppingTheContext() throws Throwable {
        CompletableFuture<Exchange> future = waiting("direct:a");
        inTime(() -> context.stop());
        assertThat(result(future).getException()).isNull();
        assertThat(reported).containsExactly("video_1");
    }

    @Test
    void stoppingARouteLeavesTheOthersAlone() throws Throwable {
        CompletableFuture<Exchange> a = waiting("direct:a");
        CompletableFuture<Exchange> b = waiting("direct:b");
        inTime(() -> context.getRouteController().stopRoute("a"));
        result(a);
        assertThat(reported).containsExactly("video_1");
        assertThat(b).isNotDone();

        context.getRouteController().startRoute("a");
        inTurn("video_1", json(200, completed("video_1")));
        assertThat(result(b).getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");
        assertThat(send("direct:a", "p").getMessage().getBody()).as("a route that is started again waits again")
                .isEqualTo("https://media.example/video_1.mp4");
    }

    @Test
    void stoppingTheRouteThatWasAskedFirst() throws Throwable {
        CompletableFuture<Exchange> future = waiting("direct:outer");
        inTime(() -> context.getRouteController().stopRoute("outer"));
        result(future);
        assertThat(reported).containsExactly("video_1");
    }

    @Test
    void stoppingTheRouteThatIsInTheMiddle() throws Throwable {
        CompletableFuture<Exchange> future = waiting("direct:outer");
        inTime(() -> context.getRouteController().stopRoute("inner"));
        result(future);
        assertThat(reported).containsExactly("video_1");
    }

    @Test
    void aRedeliveryWhileStoppingNeitherWaitsNorSubmits() throws Throwable {
        CompletableFuture<Exchange> future = waiting("direct:retrying");
        inTime(() -> context.getRouteController().stopRoute("retrying"));
        result(future);
        assertThat(reported).containsExactly("retried video_1");
        api.verify(1, postRequestedFor(urlPathEqualTo("/v1/videos")));
    }

    @Test
    void suspendingARouteLetsItFinishWhatItHasBegun() throws Exception {
        CompletableFuture<Exchange> future = waiting("direct:a");
        CompletableFuture<Void> suspending = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().suspendRoute("a", 10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        inTurn("video_1", json(200, completed("video_1")));
        assertThat(result(future).getMessage().getBody()).isEqualTo("https://media.example/video_1.mp4");
        suspending.get(20, TimeUnit.SECONDS);
        assertThat(reported).isEmpty();
    }

    @Test
    void aStoppedContextTakesNothing() {
        context.stop();
        assertThatThrownBy(() -> template.sendBody("direct:a", "p"));
        api.verify(0, postRequestedFor(urlPathEqualTo("/v1/videos")));
    }
}
