package io.github.grokvideo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The libraries that an application gets with the component beside Camel's core: few, as the page lists them, and all
 * that is needed. Writes the table of the page anew, and continuous integration fails if that changes the file.
 */
class WeightTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    private static final Path PAGE = Path.of("src/main/docs/weight.adoc");
    private static final Path CLASSES = Path.of("target/classes");

    /** Artifacts that camel-core depends on. */
    private static final String CORE = "camel-(api|base|base-engine|cluster|core-[a-z]+|file|health|management-api|support"
                                       + "|util|util-json|xml-jaxp-util)|jakarta.(activation|xml.bind)-api|slf4j-api";
    private static final Map<String, String> PURPOSES = Map.ofEntries(
            Map.entry("camel-http", "proxies; `http:` in routes"),
            Map.entry("camel-http-base", "`http:` in routes"),
            Map.entry("camel-http-common", "`http:` in routes"),
            Map.entry("jakarta.servlet-api", "the type converters of `camel-http-common`, without which no context starts"),
            Map.entry("httpclient5", "requests to gateways and media hosts"),
            Map.entry("httpcore5", "the same"),
            Map.entry("httpcore5-h2", "the same, over HTTP/2"),
            Map.entry("camel-jackson", "JSON in routes; Jackson"),
            Map.entry("jackson-databind", "requests, responses, jobs as JSON"),
            Map.entry("jackson-core", "the same"),
            Map.entry("jackson-annotations", "the same"));

    @TempDir
    Path folder;

    /** A library on the class path of an application. */
    private record Library(String artifactId, String version, long size) {

        static Library of(Path jar) {
            String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
            String version = jar.getParent().getFileName().toString();
            try {
                return new Library(name.substring(0, name.length() - version.length() - 1), version, Files.size(jar));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Path> classPath() throws IOException {
        return Stream.of(Files.readString(Path.of("target/runtime-class-path")).strip().split(File.pathSeparator))
                .map(Path::of).toList();
    }

    private static List<Library> libraries() throws IOException {
        return classPath().stream()
                // modules of this project are folders or jars below target
                .filter(entry -> !entry.toString().contains(File.separator + "target" + File.separator))
                .map(Library::of).filter(library -> !library.artifactId().matches(CORE))
                .sorted((a, b) -> Long.compare(b.size(), a.size())).toList();
    }

    private static String table(List<Library> libraries) {
        StringBuilder table = new StringBuilder("[cols=\"2,1,1,3\",options=\"header\"]\n|===\n| Jar | Version | kB | For\n");
        for (Library library : libraries) {
            table.append("| `%s` | %s | %d | %s%n".formatted(library.artifactId(), library.version(),
                    Math.round(library.size() / 1000.0), PURPOSES.getOrDefault(library.artifactId(), "?")));
        }
        long sum = libraries.stream().mapToLong(Library::size).sum();
        return table.append("| *%d jars* | | *%s MB* |%n|===%n".formatted(libraries.size(),
                String.format(Locale.ROOT, "%.1f", sum / 1e6))).toString();
    }

    @Test
    void thePageListsTheLibraries() throws IOException {
        String text = Files.readString(PAGE);
        String fresh = text.replaceFirst("(?s)(?<=// libraries\n).*(?=// /libraries)",
                Matcher.quoteReplacement(table(libraries())));
        if (!fresh.equals(text)) {
            Files.writeString(PAGE, fresh);
        }
        assertThat(libraries()).extracting(Library::artifactId).as("each library is needed for something")
                .containsExactlyInAnyOrderElementsOf(PURPOSES.keySet());
    }

    @Test
    void theyAreAllThatIsNeeded() throws Exception {
        // only the application itself: the folder of the tests also has their resources
        String application = LightApplication.class.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve("classes").resolve(application);
        Files.createDirectories(copy.getParent());
        try (InputStream in = getClass().getResourceAsStream("/" + application)) {
            Files.copy(in, copy);
        }
        String classPath = Stream.concat(Stream.of(folder.resolve("classes"), CLASSES.toAbsolutePath()), classPath().stream())
                .map(Path::toString).collect(Collectors.joining(File.pathSeparator));

        String output = new OtherJvm(LightApplication.class).classPath(classPath)
                .run(gateway.baseUrl(), gateway.apiKey(), folder.resolve("videos").toString());
        assertThat(output).containsPattern("VIDEO [1-9]").contains("HTTP 401", "JSON true")
                .doesNotContain("ClassNotFoundException", "NoClassDefFoundError");
    }
}
