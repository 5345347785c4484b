package io.github.grokvideo;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.store.JobStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The page of the public API lists exactly the public types of the public packages. */
class PublicApiPageTest {

    private static final Path PAGE = Path.of("src/main/docs/public-api.adoc");
    private static final Path CLASSES = Path.of("target/classes");
    private static final List<String> PACKAGES = Stream.of(GrokVideoComponent.class, VideoJob.class, JobStore.class)
            .map(Class::getPackageName).toList();

    private static final Pattern SECTION = Pattern.compile("(?ms)^== Package `([^`]+)`\\n(.*?)(?=^== |\\z)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| [A-Z].*\\.$");
    private static final Pattern GENERATED
            = Pattern.compile("GrokVideo.*(Configurer|UriFactory|Loader)|Grok[Vv]ideo(Endpoint|Component)BuilderFactory\\$.*");

    @Test
    void listsThePublicTypes() throws Exception {
        Map<String, TreeSet<String>> types = new TreeMap<>();
        for (String name : PACKAGES) {
            types.put(name, publicTypes(name));
        }
        assertThat(listed()).isEqualTo(types);
        assertThat(types.values()).allSatisfy(names -> assertThat(names).isNotEmpty());
    }

    @Test
    void listsNoTypeTwice() throws IOException {
        assertThat(ROW.matcher(Files.readString(PAGE)).results().map(row -> row.group(1))).doesNotHaveDuplicates();
    }

    @Test
    void everyOtherPackageIsInternal() throws IOException {
        try (Stream<Path> files = Files.walk(CLASSES.resolve("io/github/grokvideo"))) {
            List<String> packages = files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> CLASSES.relativize(file.getParent()).toString().replace('\\', '/').replace('/', '.'))
                    .distinct()
                    .filter(name -> !PACKAGES.contains(name)).toList();
            assertThat(packages).isNotEmpty().allSatisfy(name -> assertThat(name).startsWith("io.github.grokvideo.internal"));
        }
    }

    private static Map<String, TreeSet<String>> listed() throws IOException {
        Map<String, TreeSet<String>> listed = new TreeMap<>();
        Matcher section = SECTION.matcher(Files.readString(PAGE));
        while (section.find()) {
            TreeSet<String> names = new TreeSet<>();
            ROW.matcher(section.group(2)).results().forEach(row -> names.add(row.group(1)));
            listed.put(section.group(1), names);
        }
        return listed;
    }

    private static TreeSet<String> publicTypes(String packageName) throws IOException, ClassNotFoundException {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(CLASSES.resolve(packageName.replace('.', '/')))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName(packageName + "." + name, false, PublicApiPageTest.class.getClassLoader());
                if (isPublic(type) && !GENERATED.matcher(name).matches()) {
                    names.add(name.replace('$', '.'));
                }
            }
        }
        return names;
    }

    // a nested type is as public as the types around it
    private static boolean isPublic(Class<?> type) {
        return !type.isAnonymousClass() && !type.isLocalClass() && Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }
}
