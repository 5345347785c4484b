package io.github.grokvideo;

import java.time.Duration;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes against the emulator, which makes real videos and keeps a ledger of what was paid for. */
abstract class EmulatorTestSupport extends CamelTestSupport {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    static {
        // never reached when all is well, and not by a busy machine either
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        connect(context, provider());
        return context;
    }

    /** Whose API the routes speak; the same routes run with each. */
    protected GrokVideoProvider provider() {
        return GrokVideoProvider.lumenfall;
    }

    static GrokVideoComponent connect(CamelContext context) {
        return connect(context, GrokVideoProvider.lumenfall);
    }

    static GrokVideoComponent connect(CamelContext context, GrokVideoProvider provider) {
        return connect(gateway.emulator(), context, provider);
    }

    static GrokVideoComponent connect(GatewayEmulator emulator, CamelContext context, GrokVideoProvider provider) {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.getConfiguration().setApiKey(emulator.apiKey());
        boolean xai = provider == GrokVideoProvider.xai;
        component.getConfiguration().setProvider(provider);
        component.getConfiguration().setBaseUrl(xai ? emulator.xaiBaseUrl() : emulator.baseUrl());
        component.setSubmissionsPerSecond(0.0);
        component.getConfiguration().setPollInterval(20);
        return component;
    }

    Exchange send(String uri, Object body) {
        return template.send(uri, exchange -> exchange.getMessage().setBody(body));
    }

    Exchange ok(Exchange result) {
        assertThat(result.getException()).isNull();
        return result;
    }
}
