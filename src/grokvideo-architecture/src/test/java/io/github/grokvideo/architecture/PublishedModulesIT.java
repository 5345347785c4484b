package io.github.grokvideo.architecture;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The jars that are published have what a repository and their users ask for. Runs after all modules are packaged. */
class PublishedModulesIT {

    private static final PublishedModule PARENT = PublishedModule.of(PublishedModule.ROOT);

    static List<PublishedModule> modules() {
        return PublishedModule.all();
    }

    /** The jars that exist: those of sources and documentation only with the profile release. */
    static List<Path> jars() {
        return modules().stream()
                .flatMap(module -> Stream.of("", "-sources", "-javadoc", "-runnable").map(module::jar)
                        .filter(jar -> Files.exists(jar) || jar.equals(module.jar())))
                .toList();
    }

    @Test
    void whatIsPublished() {
        assertThat(modules()).extracting(PublishedModule::artifactId)
                .contains("camel-grokvideo", "grokvideo-normalize", "grokvideo-emulator", "camel-grokvideo-starter",
                        "camel-grokvideo-catalog", "grokvideo-archetype", "grokvideo-archetype-spring-boot")
                .allSatisfy(name -> assertThat(name).doesNotContain("example", "benchmark", "architecture"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void thePomDescribesTheModule(PublishedModule module) {
        assertThat(module.value("name")).isNotBlank();
        assertThat(module.value("description")).isNotBlank();
        assertThat(module.version()).isEqualTo(PARENT.value("version"));
        for (String inherited : List.of("url", "licenses/license/name", "developers/developer/name", "scm/connection",
                "scm/developerConnection", "scm/url")) {
            assertThat(PARENT.value(inherited)).as(inherited).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void everyJarHasLicenceAndNotice(Path jar) throws IOException {
        for (String name : List.of("LICENSE", "NOTICE")) {
            // the runnable jar continues with those of the libraries in it
            assertThat(PublishedModule.entry(jar, "META-INF/" + name)).as(name).hasValueSatisfying(text -> assertThat(text)
                    .startsWith(PublishedModule.read(name)));
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theJarNamesVersionAndModule(PublishedModule module) throws IOException {
        try (JarFile jar = new JarFile(module.jar().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();

            assertThat(manifest.getValue("Implementation-Version")).isEqualTo(module.version());
            assertThat(manifest.getValue("Implementation-Title")).isEqualTo(module.value("name"));
            assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo(module.value("properties/module.name"))
                    .startsWith("io.github.grokvideo").doesNotContain("unpublished");
        }
        assertThat(PublishedModule.entry(module.jar(), "META-INF/maven/io.github.grokvideo/" + module + "/pom.properties"))
                .hasValueSatisfying(text -> assertThat(text.lines()).contains("version=" + module.version(),
                        "groupId=io.github.grokvideo", "artifactId=" + module));
    }

    @Test
    void theJarsAreModulesWithoutCommonPackages() {
        Map<String, String> owners = new HashMap<>();
        Path[] jars = modules().stream().map(PublishedModule::jar).toArray(Path[]::new);

        // throws if a name is invalid, or the provider of a service is not in the jar
        for (ModuleReference module : ModuleFinder.of(jars).findAll()) {
            for (String contained : module.descriptor().packages()) {
                assertThat(owners.put(contained, module.descriptor().name()))
                        .as("another module with %s of %s", contained, module).isNull();
            }
        }
        assertThat(owners.values().stream().collect(Collectors.toSet())).contains("io.github.grokvideo",
                "io.github.grokvideo.emulator", "io.github.grokvideo.normalize");
        assertThat(ModuleFinder.of(jars).findAll()).hasSize(jars.length);
    }

    @Test
    void theComponentIsAsLightAsItsPageSays() throws IOException {
        long size = 0;
        for (PublishedModule module : modules()) {
            if (List.of("camel-grokvideo", "grokvideo-normalize").contains(module.artifactId())) {
                size += Files.size(module.jar());
            }
        }
        assertThat(size).isLessThan(1_600_000);
        assertThat(PublishedModule.read("src/camel-grokvideo/src/main/docs/weight.adoc"))
                .contains("less than 1.6 MB together");
    }

    @Test
    void theEmulatorRunsAlone() throws IOException {
        Path runnable = modules().stream().filter(module -> module.artifactId().equals("grokvideo-emulator")).findFirst()
                .orElseThrow().jar("-runnable");

        try (JarFile jar = new JarFile(runnable.toFile())) {
            String main = jar.getManifest().getMainAttributes().getValue("Main-Class");
            assertThat(jar.getEntry(main.replace('.', '/') + ".class")).isNotNull();
        }
        for (String name : List.of("META-INF/THIRD-PARTY.txt", "META-INF/licenses/LGPL-3", "META-INF/licenses/GPL-3")) {
            assertThat(PublishedModule.entry(runnable, name)).as(name).isPresent();
        }
    }
}
