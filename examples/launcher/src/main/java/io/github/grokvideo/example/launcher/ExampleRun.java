package io.github.grokvideo.example.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An example that has run in a JVM of its own, for tests.
 *
 * @param exitCode of the JVM
 * @param out      what it has printed to the standard output
 * @param err      what it has printed to the standard error, in lines that are not blank
 */
public record ExampleRun(int exitCode, String out, List<String> err) {

    private static final int PATIENCE_SECONDS = 120;

    /**
     * Runs a main class with the class path of this JVM until it ends.
     *
     * @param folder      its working directory
     * @param environment what is added to the environment, which otherwise has no key of any gateway
     * @param options     of the JVM, such as {@code -Dname=value}
     */
    public static ExampleRun of(Class<?> main, Path folder, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(Launcher.JVM_OPTIONS);
        command.addAll(List.of(options));
        command.add(main.getName());
        Path out = Files.createTempFile("example", ".out");
        Path err = Files.createTempFile("example", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet()
                    .removeAll(List.of("LUMENFALL_API_KEY", "XAI_API_KEY", "GROKVIDEO_EMULATOR", "JAVA_TOOL_OPTIONS"));
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            try {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("It has not ended: " + Files.readString(out) + Files.readString(err));
                }
            } finally {
                process.destroyForcibly();
            }
            return new ExampleRun(
                    process.exitValue(), Files.readString(out),
                    Files.readAllLines(err, StandardCharsets.UTF_8).stream().filter(line -> !line.isBlank()).toList());
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The one line that it has printed to the standard error. */
    public String errorLine() {
        if (exitCode == 0 || err.size() != 1) {
            throw new AssertionError("Expected one line and a failure: " + this);
        }
        return err.get(0);
    }
}
