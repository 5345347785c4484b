package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this repository that users read, copy and run: documentation, examples, Kamelets, archetypes. */
final class Repository {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern SHOWN = Pattern.compile(
            "(README|CONTRIBUTING)\\.md|examples/.*|catalog/(README\\.md|camel-k/.*|src/test/resources/(pipes|kaoto)/.*)|src/[^/]+/README\\.md"
                                                         + "|src/camel-grokvideo/src/main/(docs|resources/kamelets)/.*"
                                                         + "|src/grokvideo-archetype[^/]*/src/main/.*");
    private static final Set<String> TEXTS = Set.of("md", "adoc", "yaml", "yml", "xml", "java", "properties");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");

    private Repository() {
    }

    /**
     * A file.
     *
     * @param name its path below the root of the repository, with slashes
     */
    record Text(String name, String content) {

        String extension() {
            return name.substring(name.lastIndexOf('.') + 1);
        }
    }

    static List<Text> shown() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).filter(Repository::isOurs)
                    .map(file -> new Text(ROOT.relativize(file).toString().replace('\\', '/'), null))
                    .filter(text -> SHOWN.matcher(text.name()).matches() && TEXTS.contains(text.extension()))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .map(text -> new Text(text.name(), read(ROOT.resolve(text.name())))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pom.xml of the whole. */
    static String pom() {
        return read(ROOT.resolve("pom.xml"));
    }

    private static boolean isOurs(Path file) {
        for (Path part : ROOT.relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
