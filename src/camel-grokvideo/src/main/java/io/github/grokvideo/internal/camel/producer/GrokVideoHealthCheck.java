package io.github.grokvideo.internal.camel.producer;

import java.util.Map;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Reports whether the gateway answered recently and accepted the API key; sends nothing itself, since requests may
 * cost.
 */
final class GrokVideoHealthCheck extends AbstractHealthCheck {

    private final GrokVideoConfiguration configuration;
    private final GrokVideoRuntime runtime;

    GrokVideoHealthCheck(String id, GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        super("camel", "producer:grokvideo-" + id);
        this.configuration = configuration;
        this.runtime = runtime;
        setEnabled(runtime.options().isHealthCheckProducerEnabled());
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String authority = runtime.baseUrl(configuration).authority();
        String problem = runtime.health().problem(authority);
        builder.detail("gateway", authority);
        builder.detail("jobs", runtime.jobs().size());
        if (problem == null) {
            builder.up();
        } else {
            builder.down().message("The gateway " + problem);
        }
    }
}
