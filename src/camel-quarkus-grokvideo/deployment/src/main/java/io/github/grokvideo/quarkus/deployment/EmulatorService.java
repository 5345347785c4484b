package io.github.grokvideo.quarkus.deployment;

import io.github.grokvideo.emulator.GatewayEmulator;
import io.quarkus.deployment.builditem.Startable;

/** The emulator as a dev service. */
final class EmulatorService implements Startable {

    private final GatewayEmulator emulator;

    EmulatorService(GrokVideoBuildTimeConfig.DevServices config) {
        emulator = GatewayEmulator.builder().port(config.port()).queueTime(config.queueTime())
                .renderTime(config.renderTime()).tiny(config.tiny()).build();
    }

    @Override
    public void start() {
        emulator.start();
    }

    String apiKey() {
        return emulator.apiKey();
    }

    @Override
    public String getConnectionInfo() {
        return emulator.baseUrl();
    }

    /** Runs in this process, not in a container. */
    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() {
        emulator.close();
    }
}
