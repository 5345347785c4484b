package io.github.grokvideo.quarkus.deployment;

import java.time.Duration;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Build-time configuration of the extension. */
@ConfigMapping(prefix = "quarkus.grokvideo")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface GrokVideoBuildTimeConfig {

    /** The emulator of the gateway that is started in dev mode and for tests. */
    DevServices devservices();

    /** The options of dev services. */
    interface DevServices {

        /**
         * Whether the emulator is started, when the component has neither an API key nor a base URL in the
         * application's configuration. With {@code false}, requests are sent to the gateway, which charges for them.
         */
        @WithDefault("true")
        boolean enabled();

        /** The port of the emulator; 0 takes a free one. */
        @WithDefault("0")
        int port();

        /** The time that a job is queued. */
        @WithDefault("1s")
        Duration queueTime();

        /** The minimum time that a job is in progress. */
        @WithDefault("5s")
        Duration renderTime();

        /** Whether videos are at most 64 pixels wide and high, so that they are rendered within milliseconds. */
        @WithDefault("false")
        boolean tiny();
    }
}
