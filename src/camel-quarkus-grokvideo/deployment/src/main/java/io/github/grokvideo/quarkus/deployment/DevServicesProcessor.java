package io.github.grokvideo.quarkus.deployment;

import java.util.List;
import java.util.Map;

import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.configuration.ConfigUtils;

/** Starts the emulator in dev mode and for tests, and directs the component to it. */
@BuildSteps(onlyIf = { IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class })
class DevServicesProcessor {

    private static final String COMPONENT = "camel.component.grokvideo.";
    /** Each says where requests go, in both notations of Camel. A key in the environment alone does not. */
    private static final List<String> CONFIGURED = List.of(
            COMPONENT + "api-key", COMPONENT + "apiKey", COMPONENT + "base-url", COMPONENT + "baseUrl",
            "grokvideo.emulator", "grokvideo.emulator.tape");

    @BuildStep
    void emulator(GrokVideoBuildTimeConfig config, BuildProducer<DevServicesResultBuildItem> services) {
        if (!config.devservices().enabled() || CONFIGURED.stream().anyMatch(ConfigUtils::isPropertyPresent)) {
            return;
        }
        services.produce(
                DevServicesResultBuildItem.<EmulatorService> owned().feature(GrokVideoProcessor.FEATURE)
                        .description("Emulator of grok-imagine-video: nothing is billed")
                        .serviceConfig(config.devservices().hashCode())
                        .startable(() -> new EmulatorService(config.devservices()))
                        .configProvider(
                                Map.of(
                                        COMPONENT
                                       + "base-url", EmulatorService::getConnectionInfo,
                                        COMPONENT + "api-key", EmulatorService::apiKey,
                                        COMPONENT + "allow-loopback", service -> "true"))
                        .build());
    }
}
