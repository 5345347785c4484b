package io.github.grokvideo.internal.camel.producer;

import io.github.grokvideo.internal.camel.webhook.WebhookReceiver;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** {@code webhook}: receives a webhook from a route's own HTTP endpoint. */
final class WebhookOperation implements Operation {

    private final WebhookReceiver receiver;

    WebhookOperation(OperationContext context) {
        this.receiver = new WebhookReceiver(context.configuration(), context.runtime());
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return receiver.process(exchange, callback);
    }
}
