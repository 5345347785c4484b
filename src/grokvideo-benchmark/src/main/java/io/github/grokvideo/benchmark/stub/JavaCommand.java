package io.github.grokvideo.benchmark.stub;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a class of this module is run in another JVM, with the class path of this one. */
public final class JavaCommand {

    private JavaCommand() {
    }

    public static ProcessBuilder of(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:+UseG1GC", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
