package io.github.grokvideo.example.observability;

import java.time.Duration;

import io.github.grokvideo.example.launcher.Arguments;
import io.github.grokvideo.example.launcher.CamelApplication;
import io.github.grokvideo.example.launcher.Failures;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Runs a steady load at a gateway with faults, and serves its metrics and the page that shows them, until it is
 * stopped.
 */
public final class Observability {

    private static final Duration RENDER_TIME = Duration.ofSeconds(5);
    private static final Duration SLOWNESS = Duration.ofSeconds(3);

    private final Main main = CamelApplication.main(Observability.class);

    Observability(UnreliableGateway gateway) {
        main.bind("gateway", gateway);
        // never another one, which would charge for the load
        main.addOverrideProperty("grokvideo.emulator", "false");
        main.addOverrideProperty("camel.component.grokvideo.provider", "lumenfall");
        main.addOverrideProperty("camel.component.grokvideo.base-url", gateway.emulator().baseUrl());
        main.addOverrideProperty("camel.component.grokvideo.api-key", gateway.emulator().apiKey());
    }

    public static void main(String[] args) {
        Failures.exitUnlessWell(() -> run(args, new Arguments()));
    }

    private static int run(String[] args, Arguments arguments) throws Exception {
        if (!arguments.emulator(true)) {
            throw Arguments.wrong("grokvideo.emulator", "false", "true, since the real gateway would charge for the load");
        }
        // the server would start on a thread of its own, and its failure would be no failure of the application
        int port = arguments.freePort("camel.server.port", 8088, System.getProperty("camel.server.host", "127.0.0.1"));
        if (port == 0) {
            throw Arguments.wrong("camel.server.port", "0", "a port from 1 to 65535");
        }
        arguments.whole("period", 1000, 50, 60_000);
        try (UnreliableGateway gateway = new UnreliableGateway(RENDER_TIME, SLOWNESS)) {
            Observability observability = new Observability(gateway);
            observability.main.addMainListener(new MainListenerSupport() {
                @Override
                public void afterStart(BaseMainSupport started) {
                    System.out.printf("""
                            Gateway:  the local emulator, with faults
                            Metrics:  http://localhost:%1$d/metrics
                            Page:     http://localhost:%1$d/
                            Stop with Ctrl+C.
                            """, port);
                }
            });
            return observability.main.run(args);
        }
    }

    /** Camel's entry point, for settings beyond those of the application. */
    Main camel() {
        return main;
    }
}
