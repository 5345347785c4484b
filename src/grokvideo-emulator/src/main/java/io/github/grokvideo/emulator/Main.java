package io.github.grokvideo.emulator;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.grokvideo.emulator.internal.Durations;

/** Runs the emulator as a program; {@code --help} lists the options. */
public final class Main {

    static final int DEFAULT_PORT = 8787;
    static final int DEFAULT_MEDIA_PORT = 8788;

    private static final int FIRST_JAVA_TO_WARN = 24;

    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private static final String HELP = """
            An emulator of the gateway of grok-imagine-video: the same HTTP API and real MP4s, at no cost.

            Usage: java -jar grokvideo-emulator-runnable.jar [options]

              --port NUMBER         port of the API, 0 for a free one (default 8787)
              --media-port NUMBER   port of the video downloads, 0 for a free one (default 8788)
              --api-key KEY         key that clients must send (default lmnfl_emulator.secret)
              --host NAME           additional host name under which it may be called; repeatable
              --queue-time TIME     time that a job is queued (default 1s)
              --render-time TIME    minimum time that a job is in progress (default 5s)
              --tiny                render videos of at most 64 pixels, within milliseconds
              --xai-rate-limit      limit xAI's API to one submission per second (default; =false to disable)
              --remote-inputs       fetch input images and videos from other machines too
              --tape FOLDER         answer from the tape in that folder instead of rendering
              --tape-speed NUMBER   how many times as fast as recorded (default 1)
              --record              record the tape: requests go to the real gateways, and are charged
              --help                print this help
              --version             print the version

            TIME is like 250ms, 5s or 2m. Everything listens on 127.0.0.1 only.
            """;

    /** A wrong command line. */
    private static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /** The work of the program while the emulator runs. */
    interface Work {
        void await(GatewayEmulator emulator) throws InterruptedException;
    }

    private Main() {
    }

    /** Java 24 and later warn of {@code sun.misc.Unsafe}, which Netty does not need. */
    private static void disableUnsafe() {
        if (Runtime.version().feature() >= FIRST_JAVA_TO_WARN && System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "true");
        }
    }

    /** See {@code --help}. */
    public static void main(String[] args) {
        disableUnsafe();
        int exit = run(args, System.out, System.err, emulator -> {
            Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "grokvideo-emulator-stop"));
            new CountDownLatch(1).await();
        });
        System.exit(exit);
    }

    static int run(String[] args, PrintStream out, PrintStream err, Work work) {
        List<String> given = List.of(args);
        if (given.contains("--help") || given.contains("-h")) {
            out.print(HELP);
            return 0;
        }
        if (given.contains("--version")) {
            out.println("grokvideo-emulator " + version());
            return 0;
        }
        GatewayEmulator emulator;
        try {
            emulator = configure(given.iterator());
        } catch (UsageException e) {
            err.println(e.getMessage());
            err.println("Run with --help to list the options.");
            return EXIT_USAGE;
        }
        try (emulator) {
            emulator.start();
            greet(emulator, out);
            work.await(emulator);
            return 0;
        } catch (IllegalStateException e) {
            err.println("The emulator cannot be started: " + e.getMessage() + ".");
            return EXIT_FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static GatewayEmulator configure(Iterator<String> args) throws UsageException {
        GatewayEmulator.Builder builder = GatewayEmulator.builder().port(DEFAULT_PORT).mediaPort(DEFAULT_MEDIA_PORT)
                .xaiRateLimit(true);
        List<String> hosts = new ArrayList<>();
        boolean record = false;
        boolean tape = false;
        while (args.hasNext()) {
            String arg = args.next();
            int equals = arg.indexOf('=');
            String flag = equals < 0 ? arg : arg.substring(0, equals);
            String attached = equals < 0 ? null : arg.substring(equals + 1);
            switch (flag) {
                case "--port" -> builder.port(port(flag, value(flag, attached, args)));
                case "--media-port" -> builder.mediaPort(port(flag, value(flag, attached, args)));
                case "--api-key" -> {
                    String key = value(flag, attached, args);
                    if (key.isBlank()) {
                        throw new UsageException("--api-key must not be blank.");
                    }
                    builder.apiKey(key);
                }
                case "--host" -> hosts.add(host(flag, value(flag, attached, args)));
                case "--queue-time" -> builder.queueTime(time(flag, value(flag, attached, args)));
                case "--render-time" -> builder.renderTime(time(flag, value(flag, attached, args)));
                case "--tiny" -> builder.tiny(toggle(flag, attached));
                case "--xai-rate-limit" -> builder.xaiRateLimit(toggle(flag, attached));
                case "--tape" -> {
                    builder.tape(folder(flag, value(flag, attached, args)));
                    tape = true;
                }
                case "--tape-speed" -> speed(builder, flag, value(flag, attached, args));
                case "--record" -> record = toggle(flag, attached);
                case "--remote-inputs" -> builder.remoteInputs(toggle(flag, attached));
                default -> throw new UsageException("Unknown option '" + arg + "'.");
            }
        }
        if (record && !tape) {
            throw new UsageException("--record needs --tape with the folder to record into.");
        }
        return builder.hosts(hosts.toArray(String[]::new)).record(record).build();
    }

    private static Path folder(String flag, String value) throws UsageException {
        try {
            if (!value.isBlank()) {
                return Path.of(value);
            }
        } catch (InvalidPathException e) {
            // refused below
        }
        throw new UsageException(flag + " is '" + value + "', but must be a folder.");
    }

    private static void speed(GatewayEmulator.Builder builder, String flag, String value) throws UsageException {
        try {
            builder.tapeSpeed(Double.parseDouble(value));
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + " is '" + value + "', but must be a number from 0.01 to 1000000.");
        }
    }

    private static String host(String flag, String value) throws UsageException {
        try {
            BrowserGuard.hosts(List.of(value));
            return value;
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + ": " + e.getMessage() + ".");
        }
    }

    private static String value(String flag, String attached, Iterator<String> args) throws UsageException {
        if (attached != null) {
            return attached;
        }
        if (!args.hasNext()) {
            throw new UsageException(flag + " needs a value.");
        }
        return args.next();
    }

    private static boolean toggle(String flag, String attached) throws UsageException {
        if (attached == null || attached.equals("true")) {
            return true;
        }
        if (attached.equals("false")) {
            return false;
        }
        throw new UsageException(flag + " is '" + attached + "', but must be true or false; without a value it is true.");
    }

    private static int port(String flag, String value) throws UsageException {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new UsageException(flag + " is '" + value + "', but must be a number from 0 to 65535.");
    }

    private static Duration time(String flag, String value) throws UsageException {
        try {
            return Durations.parse(value);
        } catch (IllegalArgumentException e) {
            throw new UsageException(flag + " is '" + value + "', but " + e.getMessage() + ".");
        }
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not packaged)" : version;
    }

    private static void greet(GatewayEmulator emulator, PrintStream out) {
        out.printf("""
                The emulator of grok-imagine-video %s is running.

                  base URL  %s   (and %s)
                  xAI's     %s   (xAI's own API)
                  key       %s
                  videos    %s
                  admin     %s   (faults, jobs, ledger, requests; without a key)

                Submit a job, and poll it until it is completed:

                  curl -s %s/videos -H 'Authorization: Bearer %s' \\
                    -H 'Content-Type: application/json' \\
                    -d '{"model":"grok-imagine-video","prompt":"A paper boat sails through a rainy city"}'
                  curl -s %s/videos/ID -H 'Authorization: Bearer %s'

                In a Camel application:

                  camel.component.grokvideo.base-url=%s
                  camel.component.grokvideo.api-key=%s
                  camel.component.grokvideo.allow-loopback=true

                For xAI's API, set these two instead:

                  camel.component.grokvideo.provider=xai
                  camel.component.grokvideo.base-url=%s

                Press Ctrl+C to stop it.
                """, version(), emulator.baseUrl(), emulator.openAiBaseUrl(), emulator.xaiBaseUrl(), emulator.apiKey(),
                emulator.mediaUrl(),
                emulator.adminUrl(), emulator.baseUrl(), emulator.apiKey(), emulator.baseUrl(), emulator.apiKey(),
                emulator.baseUrl(), emulator.apiKey(), emulator.xaiBaseUrl());
        out.flush();
    }
}
