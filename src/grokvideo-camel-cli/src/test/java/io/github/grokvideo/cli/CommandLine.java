package io.github.grokvideo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** A program in a folder, as a user starts it, with what it prints. */
final class CommandLine implements AutoCloseable {

    /** Not a measure of speed: of a machine that does nothing else for minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** The home of the user for all programs: with Maven's settings, and what they cache. */
    static final Path HOME = Path.of("target/home").toAbsolutePath();

    private final Process process;
    private final Path output;

    private CommandLine(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    static CommandLine start(Path folder, Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile(Files.createDirectories(Path.of("target/output")), "", ".log").toAbsolutePath();
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY") || name.startsWith("GROKVIDEO_"));
            builder.environment().put("JAVA_TOOL_OPTIONS", "-Duser.home=" + HOME);
            builder.environment().put("PATH", HOME.resolve("bin") + ":" + System.getenv("PATH"));
            builder.environment().putAll(environment);
            return new CommandLine(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a text in the output. */
    CommandLine awaitOutput(String text) {
        Awaitility.await(text).atMost(PATIENCE).failFast(() -> {
            if (!process.isAlive() && !output().contains(text)) {
                throw new AssertionError("ended with " + process.exitValue() + " without printing: " + text + "\n" + output());
            }
        }).until(() -> output().contains(text));
        return this;
    }

    /** Waits for the end of the program, which must succeed. */
    String awaitSuccess() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("has ended").isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(process.exitValue()).as(this::output).isZero();
        return output();
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the program and what it has started, as Ctrl-C does. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        for (ProcessHandle one : all) {
            try {
                one.onExit().get(1, TimeUnit.MINUTES);
            } catch (Exception e) {
                one.destroyForcibly();
            }
        }
    }
}
