package io.github.grokvideo.site.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The drawings of the documentation that are made from CONTRIBUTING.md. */
public final class Diagrams {

    private static final String IMAGES = "src/camel-grokvideo/src/main/docs/images/";

    private Diagrams() {
    }

    /** Writes those that have changed; like all generated files, they are committed with what changes them. */
    public static void write(Path repository) throws IOException {
        for (var drawing : draw(repository).entrySet()) {
            Path file = drawing.getKey();
            if (!Files.exists(file) || !Files.readString(file).equals(drawing.getValue())) {
                Files.writeString(file, drawing.getValue());
            }
        }
    }

    /** The content of each file. */
    static Map<Path, String> draw(Path repository) throws IOException {
        String contributing = Files.readString(repository.resolve("CONTRIBUTING.md"));
        return Map.of(repository.resolve(IMAGES + "job-life.svg"), JobLifePicture.draw(JobLife.read(contributing)),
                repository.resolve(IMAGES + "request.svg"), RequestPicture.draw(contributing));
    }
}
