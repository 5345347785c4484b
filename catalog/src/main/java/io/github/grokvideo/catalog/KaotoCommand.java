package io.github.grokvideo.catalog;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The command that gets Kaoto's catalog library, puts the component into it, and serves it. Its arguments are system
 * properties; see the README of the catalog.
 */
public final class KaotoCommand {

    private static final String PACKAGE = "@kaoto/camel-catalog";
    private static final String LIBRARY = "node_modules/@kaoto/camel-catalog/dist/camel-catalog";
    private static final int PORT = 8089;
    private static final int MAX_PORT = 65_535;

    private final BiFunction<String, String, String> properties;
    private final Map<String, String> environment;
    private final PrintStream out;

    KaotoCommand(BiFunction<String, String, String> properties, Map<String, String> environment, PrintStream out) {
        this.properties = properties;
        this.environment = environment;
        this.out = out;
    }

    public static void main(String[] arguments) throws InterruptedException {
        KaotoServer server;
        try {
            server = new KaotoCommand(System::getProperty, Map.of(), System.out).run();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(1);
            return;
        }
        if (server != null) {
            Thread.currentThread().join();
        }
    }

    /**
     * Returns the server, or {@code null} if it was not wanted.
     *
     * @throws IOException              if the library cannot be had, made or served; the message is for people
     * @throws IllegalArgumentException if an argument cannot be used; the message is for people
     */
    KaotoServer run() throws IOException, InterruptedException {
        Path folder = Path.of(properties.apply("kaoto.folder", "target/kaoto")).toAbsolutePath().normalize();
        int port = port();
        boolean serve = serve();
        // what Maven makes of -Dkaoto
        String wanted = properties.apply("kaoto", "true");
        List<String> names = wanted.equals("true")
                ? List.of() : Stream.of(wanted.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        String given = properties.apply("kaoto.library", "");
        Path source = given.isBlank() ? install(folder.resolve("npm")) : Path.of(given).toAbsolutePath().normalize();
        if (!Files.isRegularFile(source.resolve("index.json"))) {
            throw new IllegalArgumentException(
                    "-Dkaoto.library=" + source + ": expected the folder of a Kaoto library, with an index.json"
                                               + " (dist/camel-catalog of the npm package " + PACKAGE + ")");
        }
        Path library = Files.createDirectories(folder.resolve("library"));
        List<String> merged = KaotoLibrary.merge(source, library, names);
        out.println("Grok Video added to: " + String.join(", ", merged));
        out.println("Library:             " + library);
        if (!serve) {
            return null;
        }
        try {
            KaotoServer server = new KaotoServer(library, port);
            out.println("In Kaoto set kaoto.catalog.url to " + server.url());
            out.println("Stop with Ctrl+C.");
            return server;
        } catch (BindException e) {
            throw new IOException("-Dkaoto.port=" + port + ": expected a free port (" + e.getMessage() + ")", e);
        }
    }

    private boolean serve() {
        String serve = properties.apply("kaoto.serve", "true");
        if (!serve.equals("true") && !serve.equals("false")) {
            throw new IllegalArgumentException("-Dkaoto.serve=" + serve + ": expected true or false");
        }
        return serve.equals("true");
    }

    private int port() {
        String given = properties.apply("kaoto.port", Integer.toString(PORT));
        try {
            int port = Integer.parseInt(given);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // as one that is out of range
        }
        throw new IllegalArgumentException("-Dkaoto.port=" + given + ": expected a whole number from 0 to " + MAX_PORT);
    }

    // by npm, which knows the registry and the proxy of whoever calls it
    private Path install(Path folder) throws IOException, InterruptedException {
        String version = properties.apply("kaoto.version", "latest");
        Files.createDirectories(folder);
        out.println("Installing " + PACKAGE + "@" + version + " with npm, about 50 MB ...");
        List<String> command = new ArrayList<>(
                List.of(
                        properties.apply("kaoto.npm", File.separatorChar == '\\' ? "npm.cmd" : "npm"), "install", "--prefix",
                        folder.toString(), "--no-save", "--no-package-lock", "--ignore-scripts", "--legacy-peer-deps",
                        "--no-audit", "--no-fund", "--loglevel=error", PACKAGE + "@" + version));
        Path output = Files.createTempFile(folder, "npm", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process npm = builder.start();
            if (npm.waitFor() != 0) {
                throw new IOException(
                        PACKAGE + "@" + version + " cannot be installed with npm: "
                                      + Files.readString(output).strip().replaceAll("\\s+", " "));
            }
        } catch (IOException e) {
            if (e.getMessage().startsWith("Cannot run program")) {
                throw new IOException(
                        "npm was not found; it is required to install " + PACKAGE
                                      + ". Install Node.js, or unpack the package yourself and"
                                      + " set its folder: -Dkaoto.library=.../dist/camel-catalog",
                        e);
            }
            throw e;
        } finally {
            Files.delete(output);
        }
        return folder.resolve(LIBRARY);
    }
}
