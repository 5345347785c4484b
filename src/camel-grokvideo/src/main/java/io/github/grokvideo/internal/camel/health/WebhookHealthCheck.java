package io.github.grokvideo.internal.camel.health;

import java.util.Map;

import io.github.grokvideo.internal.camel.webhook.WebhookServer;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports whether the component receives webhooks at its {@code webhookPath}. */
final class WebhookHealthCheck extends AbstractHealthCheck {

    private final WebhookServer server;

    WebhookHealthCheck(String component, WebhookServer server) {
        super("camel", "webhooks:" + component);
        this.server = server;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("path", server.path());
        if (server.isListening()) {
            builder.up();
        } else {
            builder.down().message(
                    "The receiver of webhooks at " + server.path() + " is not listening; jobs are polled meanwhile");
        }
    }
}
