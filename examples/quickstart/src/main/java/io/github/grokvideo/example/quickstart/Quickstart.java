package io.github.grokvideo.example.quickstart;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.example.launcher.Arguments;
import io.github.grokvideo.example.launcher.CamelApplication;
import io.github.grokvideo.example.launcher.Failures;
import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Sends one message to each route in {@code camel/quickstart.camel.yaml}, and prints the results. */
public final class Quickstart {

    static final String API_KEY = "LUMENFALL_API_KEY";

    private static final String DEFAULT_PROMPT
            = "A paper boat sails down a rainy street at night, neon lights in the puddles";
    private static final int ROUTES = 3;

    private final Main main = CamelApplication.main(Quickstart.class);
    private final List<MadeVideo> made = new ArrayList<>();
    private final PrintStream out;
    private final PrintStream err;
    private final ProgressLine progress;
    private final boolean emulator;

    Quickstart(Map<String, String> environment, PrintStream out, PrintStream err, boolean redraw) {
        this.out = out;
        this.err = err;
        this.progress = new ProgressLine(out, redraw);
        this.emulator = new Arguments(environment).emulator(environment.getOrDefault(API_KEY, "").isBlank());
        // so that the printed gateway is the one in use, regardless of the environment
        main.addOverrideProperty("grokvideo.emulator", Boolean.toString(emulator));
        if (emulator) {
            // the local emulator may be polled more often than every five seconds
            main.addInitialProperty("camel.component.grokvideo.poll-interval", "500");
        }
        // Ctrl+C should not take Camel's default of 45 seconds
        main.configure().setShutdownTimeout(5);
        main.bind("progress", progress);
    }

    public static void main(String[] args) {
        Failures.exitUnlessWell(() -> run(args, new Arguments()));
    }

    private static int run(String[] args, Arguments arguments) {
        String prompt = args.length > 0 ? String.join(" ", args) : arguments.text("prompt", DEFAULT_PROMPT);
        arguments.folder("folder", "videos");
        Quickstart quickstart = new Quickstart(
                System.getenv(), System.out, System.err, ProgressLine.canRedraw(System.getenv()));
        CountDownLatch over = new CountDownLatch(1);
        Thread interrupt = new Thread(() -> quickstart.interrupt(over));
        Runtime.getRuntime().addShutdownHook(interrupt);
        int status = quickstart.run(prompt);
        over.countDown();
        if (status == 0) {
            Runtime.getRuntime().removeShutdownHook(interrupt);
        }
        return status;
    }

    // Ctrl+C: stopping ends the wait, and run() reports the job that keeps running
    private void interrupt(CountDownLatch over) {
        main.stop();
        try {
            over.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Camel's entry point, for settings beyond those of the application. */
    Main camel() {
        return main;
    }

    /** Generates the three videos, and returns the exit code. */
    int run(String prompt) {
        out.println(emulator
                ? "Gateway:  the local emulator. Set " + API_KEY + " to use the real gateway."
                : "Gateway:  Lumenfall, with the key in " + API_KEY + ". Each video is charged.");
        out.println("Prompt:   " + prompt);
        out.println();
        Throwable failure = null;
        try {
            main.start();
            try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
                MadeVideo first = make(template, "text-to-video", prompt);
                make(template, "image-to-video", null);
                make(template, "video-to-video", first.url());
            }
        } catch (Exception | LinkageError e) {
            failure = e;
            progress.end(e instanceof WaitStoppedException ? "stopped" : "failed");
        }
        if (!made.isEmpty()) {
            MadeVideo.print(made, out);
            if (emulator) {
                out.println("The emulator is free of charge; the costs are what the real gateway would charge.");
            }
        }
        if (failure != null) {
            // the emulator's jobs end with it
            err.println(emulator && failure instanceof WaitStoppedException ? "Stopped." : Failure.line(failure));
        }
        main.stop();
        return failure == null ? 0 : 1;
    }

    private MadeVideo make(ProducerTemplate template, String route, String body) throws Exception {
        progress.begin(made.size() + 1 + "/" + ROUTES + "  " + main.getCamelContext().getRoute(route).getDescription());
        Exchange exchange = template.request("direct:" + route, request -> request.getMessage().setBody(body));
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
        MadeVideo video = MadeVideo.of(exchange.getMessage());
        made.add(video);
        progress.end("done");
        return video;
    }
}
