package io.github.grokvideo.internal.camel;

import java.util.Map;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.GrokVideoEndpoint;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Says whether the gateway answered lately and took our key. Asks nothing itself. */
public final class GrokVideoHealthCheck extends AbstractHealthCheck {

    private final GrokVideoEndpoint endpoint;

    public GrokVideoHealthCheck(GrokVideoEndpoint endpoint, String id) {
        super("camel", "producer:grokvideo-" + id);
        this.endpoint = endpoint;
        setEnabled(endpoint.getComponent().isHealthCheckProducerEnabled());
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        GrokVideoComponent component = endpoint.getComponent();
        String authority = component.baseUrl(endpoint.getConfiguration()).authority();
        String trouble = component.health().problem(authority);
        builder.detail("gateway", authority);
        builder.detail("jobs", component.jobs().size());
        if (trouble == null) {
            builder.up();
        } else {
            builder.down().message("The gateway " + trouble);
        }
    }
}
