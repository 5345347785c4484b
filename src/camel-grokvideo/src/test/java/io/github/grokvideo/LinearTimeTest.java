package io.github.grokvideo;

import java.util.ArrayList;

import io.github.grokvideo.internal.camel.message.JobIds;
import io.github.grokvideo.internal.camel.message.RequestReader;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sender of a message may write. */
class LinearTimeTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RequestReader reader = new RequestReader(context, configuration());

    private static GrokVideoConfiguration configuration() {
        GrokVideoConfiguration configuration = new GrokVideoConfiguration();
        configuration.setOperation(GrokVideoOperation.generate);
        return configuration;
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "body", GrokVideoConstants.PROMPT, GrokVideoConstants.SIZE, GrokVideoConstants.ASPECT_RATIO,
            GrokVideoConstants.RESOLUTION, GrokVideoConstants.DURATION, GrokVideoConstants.INPUT_REFERENCE,
            GrokVideoConstants.INPUT_VIDEO, GrokVideoConstants.IMAGE_ROLE, GrokVideoConstants.JOB_ID, Exchange.CONTENT_TYPE })
    void messagesAreReadInLinearTime(String where) {
        LinearTime.assertLinear(where, text -> {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(where.equals("body") ? text : "a fox");
            if (!where.equals("body")) {
                exchange.getMessage().setHeader(where, text);
                exchange.getMessage().setBody("a fox");
            }
            read(exchange);
            exchange.getMessage().setHeader(GrokVideoConstants.PROMPT, "a fox");
            read(exchange);
        });
    }

    private void read(Exchange exchange) {
        try {
            reader.read(exchange, new ArrayList<>()).fingerprint();
        } catch (InvalidRequestException e) {
            // most of it is refused
        }
        try {
            JobIds.read(exchange, GrokVideoOperation.status);
        } catch (InvalidRequestException e) {
            // most of it is refused
        }
    }
}
