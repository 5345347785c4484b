package io.github.grokvideo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The commands {@code camel} and {@code mvn} with a home of their own, whose local repository has this build's modules.
 */
final class LocalRepository {

    static final String VERSION = System.getProperty("project.version");
    static final String CAMEL_VERSION = System.getProperty("camel.version");
    static final String QUARKUS_VERSION = System.getProperty("quarkus.version");
    static final String COMPONENT = module("camel-grokvideo");
    static final String EMULATOR = module("grokvideo-emulator");
    private static final Path HOME = CommandLine.HOME;

    private LocalRepository() {
    }

    /** A module of this build, as a dependency of the Camel CLI. */
    static String module(String artifact) {
        return "mvn:io.github.grokvideo:" + artifact + ":" + VERSION;
    }

    /** Prepares the home. */
    static synchronized void prepare() throws IOException {
        Files.createDirectories(HOME.resolve(".m2"));
        Files.createDirectories(HOME.resolve("bin"));
        Files.write(HOME.resolve(".m2/settings.xml"), Files.readAllBytes(Path.of("target/test-classes/settings.xml")));
        String classPath
                = Path.of("target/classes").toAbsolutePath() + ":" + Files.readString(Path.of("target/cli-class-path.txt"));
        // the Kamelets of Camel ${camel.version}: there are none of the version of the CLI in Maven Central
        command("camel", java() + " -cp '" + classPath + "' io.github.grokvideo.cli.Camel \"$@\" --kamelets-version="
                         + CAMEL_VERSION);
        command("mvn", System.getProperty("maven.home") + "/bin/mvn -s '" + HOME.resolve(".m2/settings.xml") + "' \"$@\"");
    }

    private static void command(String name, String line) throws IOException {
        Path script = HOME.resolve("bin").resolve(name);
        Files.writeString(script, "#!/bin/sh\nexec " + line + "\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot be made executable: " + script);
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static List<Path> videos(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".mp4")).toList();
        }
    }

    static CommandLine camel(Path folder, Map<String, String> environment, String... arguments) {
        return CommandLine.start(folder, environment,
                Stream.concat(Stream.of(HOME.resolve("bin/camel").toString()), Stream.of(arguments)).toList());
    }

    static CommandLine mvn(Path folder, String... arguments) {
        return CommandLine.start(folder, Map.of(),
                Stream.concat(Stream.of(HOME.resolve("bin/mvn").toString(), "-q", "-B"), Stream.of(arguments)).toList());
    }

    static CommandLine jar(Path folder, Map<String, String> environment, List<String> options, Path jar) {
        return CommandLine.start(folder, environment,
                Stream.of(Stream.of(java()), options.stream(), Stream.of("-jar", jar.toString())).flatMap(words -> words)
                        .toList());
    }
}
