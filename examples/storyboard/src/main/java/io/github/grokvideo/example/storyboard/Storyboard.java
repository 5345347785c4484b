package io.github.grokvideo.example.storyboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

import io.github.grokvideo.example.launcher.Arguments;
import io.github.grokvideo.example.launcher.CamelApplication;
import io.github.grokvideo.example.launcher.Failures;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;

/** Sends a text to the routes in {@code camel/storyboard.camel.yaml}, and tells which film comes of it. */
public final class Storyboard {

    private static final Pattern RATIO = Pattern.compile("auto|\\d+(\\.\\d+)?:\\d+(\\.\\d+)?");

    private final Main main = CamelApplication.main(Storyboard.class);
    private final boolean emulator;
    private final PrintStream out;
    private final PrintStream err;

    Storyboard(Path folder, boolean emulator, PrintStream out, PrintStream err) {
        this.emulator = emulator;
        this.out = out;
        this.err = err;
        main.addInitialProperty("folder", folder.toString());
        // so that the printed gateway is the one in use, regardless of the environment
        main.addOverrideProperty("grokvideo.emulator", Boolean.toString(emulator));
        if (emulator) {
            // the local emulator may be polled more often than every five seconds
            main.addInitialProperty("camel.component.grokvideo.poll-interval", "500");
        }
        main.bind("film", new FilmCutter(folder.resolve("film.mp4")));
    }

    public static void main(String[] args) {
        Failures.exitUnlessWell(() -> run(new Arguments()));
    }

    private static int run(Arguments arguments) throws IOException {
        boolean emulator = arguments.emulator(true);
        arguments.text("look", "");
        arguments.requirePositive("seconds");
        String ratio = arguments.text("ratio", "auto");
        if (!RATIO.matcher(ratio).matches()) {
            throw Arguments.wrong("ratio", ratio, "a ratio such as 16:9, 9:16 or 1:1");
        }
        arguments.whole("take", 1, 1, Integer.MAX_VALUE);
        arguments.requirePositive("max-cost");
        String text = arguments.textFile("storyboard");
        if (text == null) {
            try (InputStream file = Storyboard.class.getResourceAsStream("/storyboard.txt")) {
                text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
        return new Storyboard(arguments.folder("folder", "videos/storyboard"), emulator, System.out, System.err).run(text);
    }

    /** Camel's entry point, for settings beyond those of the application. */
    Main camel() {
        return main;
    }

    /** Generates the film, and returns the exit code. */
    int run(String text) {
        out.println(emulator
                ? "Gateway:  the local emulator. Set -Dgrokvideo.emulator=false to use the real gateway."
                : "Gateway:  the configured gateway. Each video is charged.");
        try {
            main.start();
            try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
                Exchange exchange = template.request("direct:storyboard", request -> request.getMessage().setBody(text));
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
                Film film = exchange.getMessage().getBody(Film.class);
                out.printf("%n%s: %d scenes, %.1f s, %s%n", film.file(), film.scenes(), film.duration().toMillis() / 1000.0,
                        film.currency() == null
                                ? "no new scenes" : film.cost().toPlainString() + " " + film.currency());
            }
            return 0;
        } catch (Exception | LinkageError e) {
            Throwable cause = e;
            while (!(cause instanceof FilmCutter.MissingSceneException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (!(cause instanceof FilmCutter.MissingSceneException)) {
                err.println("FAILED: " + Failures.line(e));
                return Failures.FAILED;
            }
            err.println(cause.getMessage());
            err.println("The film is incomplete. Finished scenes are kept, and are not charged again.");
            err.println("To retry scenes whose jobs failed, run it with -Dtake=2, and so on.");
            return 1;
        } finally {
            main.stop();
        }
    }
}
