package io.github.grokvideo;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Routes against the emulator, which makes real videos and keeps a ledger of what was paid for. */
abstract class EmulatorTestSupport extends CamelTestSupport {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        connect(context);
        return context;
    }

    static GrokVideoComponent connect(CamelContext context) {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.getConfiguration().setApiKey(gateway.emulator().apiKey());
        component.getConfiguration().setBaseUrl(gateway.emulator().baseUrl());
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
