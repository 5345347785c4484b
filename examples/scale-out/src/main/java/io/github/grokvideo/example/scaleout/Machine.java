package io.github.grokvideo.example.scaleout;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A machine, played by a JVM of its own that runs {@link Application}. */
final class Machine {

    private static final int PATIENCE_SECONDS = 20;

    /** Hears a machine, on a thread of the machine's own. */
    interface Listener {

        /** It has printed a line. */
        void said(Machine machine, String line);

        /** It has ended, and all that it printed was heard. */
        void ended(Machine machine);
    }

    private final String name;
    private final Process process;
    private final Thread ear;

    private Machine(String name, Process process, Listener listener) {
        this.name = name;
        this.process = process;
        this.ear = new Thread(() -> listen(listener), name);
    }

    /**
     * Starts a machine.
     *
     * @param name       how it is called, and the property {@code machine}
     * @param routes     the name of its file of routes, in {@code camel/} on the class path
     * @param properties what the routes are to know
     */
    static Machine start(String name, String routes, Map<String, String> properties, Listener listener) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // it lives for seconds
                        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m",
                        "-classpath", System.getProperty("java.class.path"),
                        "-Dmachine=" + name,
                        "-Dcamel.main.routes-include-pattern=classpath:camel/" + routes));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(Application.class.getName());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Machine machine = new Machine(name, process, listener);
        machine.ear.start();
        return machine;
    }

    private void listen(Listener listener) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                listener.said(this, line);
            }
        } catch (IOException e) {
            // nothing more can be heard
        }
        listener.ended(this);
    }

    String name() {
        return name;
    }

    /** Ends it as a power failure would: on Linux and macOS with SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** Lets it finish what it has begun, and ends it. Returns its exit code. */
    int stop() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
        int exit = process.waitFor();
        ear.join();
        return exit;
    }
}
