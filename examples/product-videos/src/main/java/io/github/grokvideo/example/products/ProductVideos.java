package io.github.grokvideo.example.products;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/**
 * Runs the route in {@code camel/product-videos.camel.yaml} on a folder, until it is stopped. Where there is no such
 * folder yet, it is made, with three photos to begin with.
 */
public final class ProductVideos {

    private static final List<String> SAMPLES = List.of("kettle", "lamp", "plant");

    private ProductVideos() {
    }

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(System.getProperty("folder", "videos/products")).toAbsolutePath().normalize();
        boolean emulator = Boolean.parseBoolean(System.getProperty("grokvideo.emulator", "true"));
        if (Files.notExists(folder)) {
            layOutSamples(folder.resolve("inbox"));
        }
        System.out.printf("""
                Gateway:  %s
                Photos:   %s  (a photo begins when its caption is there: lamp.jpg, then lamp.txt)
                Videos:   %s
                Failed:   %s
                Stop with Ctrl+C. What is under way goes on at the next start.

                """, emulator
                ? "the emulator on this machine. With -Dgrokvideo.emulator=false: the real one."
                : "the one that the component is set to. It charges for each video.",
                folder.resolve("inbox"), folder.resolve("videos"), folder.resolve("failed"));
        int status = application(folder, emulator).run(args);
        if (status != 0) {
            System.exit(status);
        }
    }

    static Main application(Path folder, boolean emulator) {
        Main main = new Main() {
            @Override
            protected CamelContext createCamelContext() {
                CamelContext context = super.createCamelContext();
                // run by Maven, the application is not in the JVM's own class loader, where Camel looks for plugins
                context.setApplicationContextClassLoader(ProductVideos.class.getClassLoader());
                return context;
            }
        };
        main.addInitialProperty("folder", folder.toString());
        main.addInitialProperty("grokvideo.emulator", Boolean.toString(emulator));
        if (emulator) {
            // it is on this machine, and may be asked more often than every five seconds
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
