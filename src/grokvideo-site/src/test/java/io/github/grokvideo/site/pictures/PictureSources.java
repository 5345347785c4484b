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

/** What the pictures of the product show: if it changes, they are to be made again. */
final class PictureSources {

    static final String FILE = "pictures.sha256";

    private static final List<String> SHOWN
            = List.of("examples/quickstart/src/main", "examples/studio/src/main/resources/page");

    private PictureSources() {
    }

    /** A line for each file: its hash and its name. */
    static String of(Path repository) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String folder : SHOWN) {
            try (Stream<Path> files = Files.walk(repository.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    lines.append(hash(file)).append("  ").append(repository.relativize(file).toString().replace('\\', '/'))
                            .append('\n');
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
