package io.github.grokvideo.site.pictures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What pictures show: if it changes, they are to be made again. */
enum PictureSources {

    /** Those of the quickstart and the studio. */
    PRODUCT("pictures.sha256", "examples/quickstart/src/main", "examples/studio/src/main/resources/page"),
    /** Those of Kaoto, except for the words of the catalog, which are in {@code kaoto.txt}. */
    KAOTO("kaoto.sha256", "src/grokvideo-site/src/test/kaoto", "catalog/src/test/resources/kaoto",
          Pictures.IMAGES + "grokvideo.svg");

    private final String file;
    private final List<String> shown;

    PictureSources(String file, String... shown) {
        this.file = file;
        this.shown = List.of(shown);
    }

    /** What it was when the pictures were made. */
    String recorded(Path repository) throws IOException {
        return Files.readString(repository.resolve(Pictures.IMAGES + file));
    }

    void write(Path repository) throws IOException {
        Files.writeString(repository.resolve(Pictures.IMAGES + file), of(repository));
    }

    /** A line for each file: its hash and its name. */
    String of(Path repository) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String path : shown) {
            try (Stream<Path> files = Files.walk(repository.resolve(path))) {
                for (Path source : files.filter(Files::isRegularFile).sorted().toList()) {
                    lines.append(hash(source)).append("  ")
                            .append(repository.relativize(source).toString().replace('\\', '/')).append('\n');
                }
            }
        }
        return lines.toString();
    }

    private static String hash(Path file) throws IOException {
        try {
            String name = file.toString();
            byte[] content = Files.readAllBytes(file);
            if (!name.endsWith(".jpg") && !name.endsWith(".png") && !name.endsWith(".mp4")) {
                content = new String(content, StandardCharsets.UTF_8).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
            }
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
