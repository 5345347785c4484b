package io.github.grokvideo;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes with two providers, {@code lumenfall} before {@code xai}; each has an emulator and a key of its own. */
abstract class TwoProvidersTestSupport extends CamelTestSupport {

    @RegisterExtension
    static final GrokVideoEmulatorExtension lumenfall
            = new GrokVideoEmulatorExtension(fast().apiKey("key-of-lumenfall"));
    @RegisterExtension
    static final GrokVideoEmulatorExtension xai = new GrokVideoEmulatorExtension(fast().apiKey("key-of-xai"));

    /** Nanoseconds by which the component's time is ahead. */
    final AtomicLong later = new AtomicLong();

    private static GatewayEmulator.Builder fast() {
        return GatewayEmulator.builder().tiny(true).queueTime(Duration.ofMillis(20)).renderTime(Duration.ofMillis(50));
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.setSubmissionsPerSecond(0.0);
        component.getConfiguration().setProvider("lumenfall,xai");
        component.getConfiguration().setApiKey(lumenfall.apiKey() + "," + xai.apiKey());
        component.getConfiguration().setBaseUrl(lumenfall.baseUrl() + "," + xai.emulator().xaiBaseUrl());
        component.getConfiguration().setPollInterval(20);
        component.runtime().replaceEnvironment(
                environment -> environment.withTime(() -> System.nanoTime() + later.get(), Clock.systemUTC()));
        configure(context, component);
        return context;
    }

    void configure(CamelContext context, GrokVideoComponent component) throws Exception {
    }

    Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }
}
