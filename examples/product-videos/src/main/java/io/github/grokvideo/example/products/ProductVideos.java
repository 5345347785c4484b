package io.github.grokvideo.example.products;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.grokvideo.example.launcher.Arguments;
import io.github.grokvideo.example.launcher.CamelApplication;
import io.github.grokvideo.example.launcher.Failures;
import org.apache.camel.main.Main;

/**
 * Runs the route in {@code camel/product-videos.camel.yaml} on a folder, until it is stopped. A missing folder is
 * created with three sample photos.
 */
public final class ProductVideos {

    private static final String FOLDER = "videos/products";
    private static final int MAX_VARIANTS = 4;
    private static final List<String> SAMPLES = List.of("kettle", "lamp", "plant");

    private ProductVideos() {
    }

    public static void main(String[] args) {
        Failures.exitUnlessWell(() -> run(args, new Arguments()));
    }

    private static int run(String[] args, Arguments arguments) throws Exception {
        boolean emulator = arguments.emulator(true);
        arguments.whole("variants", 2, 1, MAX_VARIANTS);
        arguments.requirePositive("seconds");
        arguments.whole("at-a-time", 4, 1, Integer.MAX_VALUE);
        arguments.requirePositive("max-cost");
        arguments.whole("pause", 5000, 1, Integer.MAX_VALUE);
        boolean isNew = Files.notExists(arguments.path("folder", FOLDER));
        Path folder = arguments.folder("folder", FOLDER);
        if (isNew) {
            layOutSamples(folder.resolve("inbox"));
        }
        System.out.printf("""
                Gateway:  %s
                Photos:   %s  (a photo is processed when its caption exists: lamp.jpg, then lamp.txt)
                Videos:   %s
                Failed:   %s
                Stop with Ctrl+C. Running jobs are resumed at the next start.

                """, emulator
                ? "the local emulator. Set -Dgrokvideo.emulator=false to use the real gateway."
                : "the configured gateway. Each video is charged.",
                folder.resolve("inbox"), folder.resolve("videos"), folder.resolve("failed"));
        return application(folder, emulator).run(args);
    }

    static Main application(Path folder, boolean emulator) {
        Main main = CamelApplication.main(ProductVideos.class);
        main.addInitialProperty("folder", folder.toString());
        // so that the printed gateway is the one in use, regardless of the environment
        main.addOverrideProperty("grokvideo.emulator", Boolean.toString(emulator));
        if (emulator) {
            // the local emulator may be polled more often than every five seconds
            main.addInitialProperty("camel.component.grokvideo.poll-interval", "500");
        }
        return main;
    }

    private static void layOutSamples(Path inbox) throws IOException {
        Files.createDirectories(inbox);
        for (String name : SAMPLES) {
            // the caption last
            for (String file : List.of(name + ".jpg", name + ".txt")) {
                try (InputStream sample = ProductVideos.class.getResourceAsStream("/samples/" + file)) {
                    Files.copy(sample, inbox.resolve(file));
                }
            }
        }
    }
}
