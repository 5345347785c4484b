package io.github.grokvideo.example.scaleout;

import java.io.IOException;

import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * What runs on a machine: Camel, with the routes and properties that the command line names. Stops when its input ends,
 * which is when whoever started it closes it or has died.
 */
public final class Application {

    static final String READY = "ready";

    private Application() {
    }

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                System.out.println(READY);
            }
        });
        Thread end = new Thread(() -> {
            awaitEndOfInput();
            main.completed();
        }, "end-of-input");
        end.setDaemon(true);
        end.start();
        System.exit(main.run(args));
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // nothing is said to a machine
            }
        } catch (IOException e) {
            // as if it had ended
        }
    }
}
