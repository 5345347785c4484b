package io.github.grokvideo.internal.camel.health;

import java.util.ArrayList;
import java.util.List;

import io.github.grokvideo.internal.camel.ComponentOptions;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.webhook.WebhookServer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;

/** The health checks of a component, from its start to its stop; each only where there is something to check. */
public final class ComponentHealthChecks {

    private final HealthCheckRegistry registry;
    private final List<HealthCheck> checks = new ArrayList<>();

    /**
     * @param name     of the component
     * @param runtime  has been started
     * @param webhooks {@code null} if the component receives none
     */
    public ComponentHealthChecks(String name, GrokVideoRuntime runtime, WebhookServer webhooks) {
        ComponentOptions options = runtime.options();
        registry = HealthCheckHelper.getHealthCheckRegistry(options.getCamelContext());
        if (runtime.jobs().isStorePersistent()) {
            add(new StoreHealthCheck(name, runtime),
                    options.isHealthCheckProducerEnabled() || options.isHealthCheckConsumerEnabled());
        }
        if (webhooks != null) {
            add(new WebhookHealthCheck(name, webhooks), options.isHealthCheckConsumerEnabled());
        }
    }

    private void add(HealthCheck check, boolean enabled) {
        check.setEnabled(enabled);
        if (registry != null && registry.register(check)) {
            checks.add(check);
        }
    }

    public void stop() {
        checks.forEach(registry::unregister);
        checks.clear();
    }
}
