package io.github.grokvideo.example.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs an example in its own JVM, and exits with its exit code. */
public final class Launcher {

    /** Without these, Java 24 and later warn of the emulator's native libraries, and of Netty. */
    static final List<String> JVM_OPTIONS = List.of("--enable-native-access=ALL-UNNAMED", "-Dio.netty.noUnsafe=true");

    private static final int STOP_SECONDS = 20;

    private Launcher() {
    }

    /**
     * @param arguments the folder to run it in, and what {@code java} is to get: options and the main class. An option
     *                  {@code -Dname} without a value passes the property on, if there is one
     */
    public static void main(String[] arguments) {
        Failures.exitUnlessWell(() -> {
            // a typo must not lead to the gateway that bills
            new Arguments().emulator(true);
            return run(new File(arguments[0]), List.of(arguments).subList(1, arguments.length));
        });
    }

    private static int run(File folder, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(JVM_OPTIONS);
        // what is said to Maven is meant for the example
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("grokvideo.") || name.startsWith("camel.")).sorted()
                .forEach(name -> command.add(property(name)));
        for (String argument : arguments) {
            String name = argument.startsWith("-D") && !argument.contains("=") ? argument.substring(2) : null;
            if (name == null) {
                command.add(argument);
            } else if (new Arguments().text(name, null) != null) {
                command.add(property(name));
            }
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder).inheritIO();
        builder.environment().put("CLASSPATH", classPath());
        Process example = builder.start();
        // Ctrl+C in a terminal reaches both; this is for whoever ends only this one
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(example)));
        return example.waitFor();
    }

    private static void stop(Process example) {
        example.destroy();
        try {
            if (!example.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                example.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String property(String name) {
        return "-D" + name + "=" + System.getProperty(name);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    // run by Maven, the class path is that of a class loader and not of the JVM
    private static String classPath() {
        if (Launcher.class.getClassLoader() instanceof URLClassLoader loader) {
            return Stream.of(loader.getURLs()).map(Launcher::file).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private static String file(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(url + " is no file", e);
        }
    }
}
