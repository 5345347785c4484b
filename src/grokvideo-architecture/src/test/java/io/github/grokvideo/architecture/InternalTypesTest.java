package io.github.grokvideo.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing outside its own jar names an internal type. Reads the classes of all modules, which the reactor compiles
 * before this one.
 */
class InternalTypesTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final String COMPONENT = "io.github.grokvideo.internal";
    private static final String EMULATOR = "io.github.grokvideo.emulator.internal";

    /** Every module but the two that have internals, the benchmark, which measures them, and this one. */
    static List<Path> modules() throws IOException {
        return Stream.concat(
                Stream.of("src/camel-grokvideo-starter", "src/camel-quarkus-grokvideo/deployment", "catalog")
                        .map(ROOT::resolve),
                list(ROOT.resolve("examples")).filter(folder -> Files.exists(folder.resolve("pom.xml")))).toList();
    }

    static List<Path> archetypes() throws IOException {
        return list(ROOT.resolve("src"))
                .filter(folder -> Files.exists(folder.resolve("src/main/resources/archetype-resources"))).toList();
    }

    private static Stream<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noModuleUsesInternalTypes(Path module) throws IOException {
        if (sources(module.resolve("src/main/java")).isEmpty()) {
            return;
        }
        JavaClasses classes = new ClassFileImporter().importPath(module.resolve("target/classes"));

        assertThat(classes).as("the compiled classes of %s; build all modules", module).isNotEmpty();
        noClasses().should().dependOnClassesThat().resideInAnyPackage(COMPONENT + "..", EMULATOR + "..").check(classes);
    }

    @ParameterizedTest
    @MethodSource({ "modules", "archetypes" })
    void noFileNamesInternalTypes(Path module) throws IOException {
        List<Path> files = sources(module.resolve("src/main"));

        assertThat(files).allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(COMPONENT, EMULATOR));
    }

    @Test
    void emulatorAndComponentKeepTheirInternalsApart() {
        JavaClasses emulator = new ClassFileImporter().importPath(ROOT.resolve("src/grokvideo-emulator/target/classes"));
        JavaClasses component = new ClassFileImporter().importPath(ROOT.resolve("src/camel-grokvideo/target/classes"));

        assertThat(emulator).isNotEmpty();
        assertThat(component).isNotEmpty();
        noClasses().should().dependOnClassesThat().resideInAPackage(COMPONENT + "..").check(emulator);
        noClasses().should().dependOnClassesThat().resideInAPackage(EMULATOR + "..").check(component);
    }

    @Test
    void findsModulesAndArchetypes() throws IOException {
        assertThat(modules()).hasSizeGreaterThan(10);
        assertThat(archetypes()).hasSize(2);
    }

    private static List<Path> sources(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(java|ya?ml|xml|properties|groovy|html|js|json|md)"))
                    .toList();
        }
    }
}
