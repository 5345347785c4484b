package io.github.grokvideo.quarkus.deployment;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.grokvideo.GrokVideoComponent;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.util.GlobUtil;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a native executable would contain, compared with the component's jar. No native executable is built here. */
class NativeConfigurationTest {

    private static final Set<String> FOR_TOOLS = Set.of("io/github/grokvideo/grokvideo.json", "dev-consoles.properties");

    private final GrokVideoProcessor processor = new GrokVideoProcessor();

    @Test
    void everyResourceThatIsReadAtRunTimeIsIncluded() throws IOException {
        Collection<String> globs = processor.resources().getIncludePatterns();
        List<String> resources = files().stream()
                .filter(file -> !file.endsWith(".class") && !file.startsWith("META-INF/"))
                .filter(file -> !FOR_TOOLS.contains(file)).toList();

        assertThat(resources).contains("kamelets/grokvideo-sink.kamelet.yaml")
                .anyMatch(file -> file.endsWith("/job-store-3.sql"))
                .allMatch(file -> globs.stream().anyMatch(file::matches));
        assertThat("kamelets/of-others.kamelet.yaml").matches(file -> globs.stream().noneMatch(file::matches));
        assertThat(globs).contains(GlobUtil.toRegexPattern("kamelets/grokvideo-*.kamelet.yaml"));
    }

    @Test
    void everyTypeThatIsWrittenAsJsonIsIncluded() throws IOException {
        Collection<String> names = processor.json(new CombinedIndexBuildItem(index(), index())).getClassNames();

        assertThat(names).contains(
                "io.github.grokvideo.model.VideoJob", "io.github.grokvideo.model.JobError",
                "io.github.grokvideo.model.Cost", "io.github.grokvideo.model.SpendingRow",
                "io.github.grokvideo.model.InstantDeserializer", "io.github.grokvideo.store.BudgetEntry")
                .noneMatch(name -> name.startsWith("io.github.grokvideo.internal."));
    }

    private static Index index() throws IOException {
        Indexer indexer = new Indexer();
        for (String file : files()) {
            if (file.matches("io/github/grokvideo/(model|store|internal/job)/[^/]*\\.class")) {
                indexer.index(GrokVideoComponent.class.getClassLoader().getResourceAsStream(file));
            }
        }
        return indexer.complete();
    }

    /** The files of the component: in its jar, or in the folder of classes in the reactor. */
    private static List<String> files() throws IOException {
        URI location = URI.create(
                GrokVideoComponent.class.getProtectionDomain().getCodeSource().getLocation().toString());
        Path path = Path.of(location);
        if (Files.isDirectory(path)) {
            return filesBelow(path);
        }
        try (FileSystem jar = FileSystems.newFileSystem(path, Map.of())) {
            return filesBelow(jar.getPath("/"));
        }
    }

    private static List<String> filesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/')).toList();
        }
    }
}
