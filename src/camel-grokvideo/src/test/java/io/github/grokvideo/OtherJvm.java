package io.github.grokvideo;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** A main class in a JVM of its own, with another class path or other options than the tests have. */
final class OtherJvm {

    private final Class<?> main;
    private final List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    private final ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true);
    private String classPath = System.getProperty("java.class.path");

    OtherJvm(Class<?> main) {
        this.main = main;
    }

    /** Whether a class is on the class path; for the main class. */
    static boolean isThere(String type) {
        try {
            Class.forName(type);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    OtherJvm options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    OtherJvm classPath(String whole) {
        classPath = whole;
        return this;
    }

    /** @param jars the beginnings of their names; each must be there */
    OtherJvm without(String... jars) {
        for (String jar : jars) {
            String rest = Arrays.stream(classPath.split(File.pathSeparator))
                    .filter(entry -> !Path.of(entry).getFileName().toString().startsWith(jar))
                    .collect(Collectors.joining(File.pathSeparator));
            assertThat(rest).as("the class path without %s", jar).isNotEqualTo(classPath);
            classPath = rest;
        }
        return this;
    }

    OtherJvm environment(Map<String, String> only) {
        builder.environment().remove("LUMENFALL_API_KEY");
        builder.environment().putAll(only);
        return this;
    }

    /** Runs it to its end, which must be a good one, and returns what it has written. */
    String run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("other-jvm", ".txt");
        try {
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(options);
            command.addAll(List.of("-cp", classPath, main.getName()));
            command.addAll(List.of(arguments));
            Process process = builder.command(command).redirectOutput(output.toFile()).start();
            try {
                assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s came to an end", main.getName()).isTrue();
            } finally {
                process.destroyForcibly();
            }
            String text = Files.readString(output);
            assertThat(process.exitValue()).as(() -> text.substring(Math.max(0, text.length() - 5000))).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
