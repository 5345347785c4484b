package io.github.grokvideo.internal.camel.health;

import java.util.Map;

import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports whether the job store answers. A matter of readiness: a restart would not bring a database back. */
final class StoreHealthCheck extends AbstractHealthCheck {

    private final GrokVideoRuntime runtime;

    StoreHealthCheck(String component, GrokVideoRuntime runtime) {
        super("camel", "store:" + component);
        this.runtime = runtime;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("store", runtime.jobs().monitor().storeKind());
        String problem = runtime.storeProbe().problem();
        if (problem == null) {
            builder.up();
        } else {
            builder.down().message("The job store " + problem);
        }
    }
}
