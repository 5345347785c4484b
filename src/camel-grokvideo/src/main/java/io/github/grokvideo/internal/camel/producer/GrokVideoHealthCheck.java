package io.github.grokvideo.internal.camel.producer;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.Providers;
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
        List<String> authorities = Providers.each(configuration).stream()
                .map(one -> runtime.baseUrl(one).authority()).distinct().toList();
        List<String> problems = authorities.stream().map(runtime.health()::problem).filter(Objects::nonNull).toList();
        builder.detail("gateway", String.join(",", authorities));
        builder.detail("jobs", runtime.jobs().size());
        // of several gateways, one is enough
        if (problems.size() < authorities.size()) {
            builder.up();
        } else {
            builder.down().message("The gateway " + String.join("; the gateway ", problems));
        }
    }
}
