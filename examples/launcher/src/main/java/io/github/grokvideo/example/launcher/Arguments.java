package io.github.grokvideo.example.launcher;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The arguments of an example, given as {@code -Dname=value}. Arguments have defaults; every method throws a
 * {@link WrongArgumentException} for an invalid value.
 */
public final class Arguments {

    private static final int MAX_SHOWN = 80;
    private static final int MAX_PORT = 65_535;

    private static final String EMULATOR = "grokvideo.emulator";
    private static final String EMULATOR_VARIABLE = "GROKVIDEO_EMULATOR";

    private final UnaryOperator<String> properties;
    private final UnaryOperator<String> environment;

    /** The system properties and the environment of this JVM. */
    public Arguments() {
        this(System::getProperty, System::getenv);
    }

    /** The system properties of this JVM, and another environment. */
    public Arguments(Map<String, String> environment) {
        this(System::getProperty, environment::get);
    }

    Arguments(UnaryOperator<String> properties, UnaryOperator<String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /**
     * Returns whether to use the emulator as the gateway: {@code -Dgrokvideo.emulator}, or the environment variable
     * {@code GROKVIDEO_EMULATOR}.
     */
    public boolean emulator(boolean defaultValue) {
        String variable = environment.apply(EMULATOR_VARIABLE);
        if (properties.apply(EMULATOR) != null || variable == null || variable.isEmpty()) {
            return flag(EMULATOR, defaultValue);
        }
        return flag(EMULATOR_VARIABLE, variable);
    }

    /** Returns a text that is not blank. */
    public String text(String name, String defaultValue) {
        String given = properties.apply(name);
        if (given == null) {
            return defaultValue;
        }
        if (given.isBlank()) {
            throw wrong(name, given, "a text that is not blank; omit -D" + name + " for the default");
        }
        return given.strip();
    }

    /** Returns {@code true} or {@code false}, case-insensitive. */
    public boolean flag(String name, boolean defaultValue) {
        String given = properties.apply(name);
        return given == null ? defaultValue : flag("-D" + name, given);
    }

    private static boolean flag(String what, String given) {
        if (given.equalsIgnoreCase("true") || given.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(given);
        }
        throw new WrongArgumentException(what, printable(given), "true or false");
    }

    /** Returns a whole number from {@code min} to {@code max}. */
    public int whole(String name, int defaultValue, int min, int max) {
        String given = properties.apply(name);
        if (given == null) {
            return defaultValue;
        }
        String expected = "a whole number " + (max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max);
        try {
            int number = Integer.parseInt(given);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // as one that is out of range
        }
        throw wrong(name, given, expected);
    }

    /** Returns a free port; 0 for any. */
    public int freePort(String name, int defaultValue, String host) {
        int port = whole(name, defaultValue, 0, MAX_PORT);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return port;
        } catch (IOException e) {
            throw wrong(name, Integer.toString(port), "a free port at " + host + " (" + e.getMessage() + ")");
        }
    }

    /** Rejects a value that is not a number above zero. The value is read elsewhere. */
    public void requirePositive(String name) {
        String given = properties.apply(name);
        if (given == null) {
            return;
        }
        try {
            if (new BigDecimal(given).signum() > 0) {
                return;
            }
        } catch (NumberFormatException e) {
            // as one that is not positive
        }
        throw wrong(name, given, "a number above 0, such as 4 or 0.5");
    }

    /** Returns the absolute path of a folder or file, which need not exist. */
    public Path path(String name, String defaultValue) {
        String given = text(name, defaultValue);
        try {
            return Path.of(given).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw wrong(name, given, "a path (" + e.getReason() + ")");
        }
    }

    /** Returns a folder that is writable, which is created if missing. */
    public Path folder(String name, String defaultValue) {
        Path folder = path(name, defaultValue);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw wrong(name, folder.toString(), "a folder; this is a file");
        }
        try {
            Files.createDirectories(folder);
            // permissions alone do not tell, for root or on a read-only file system
            Files.delete(Files.createTempFile(folder, ".writable", null));
        } catch (IOException e) {
            throw wrong(name, folder.toString(), "a folder that is writable (" + reason(e) + ")");
        }
        return folder;
    }

    /** Returns the content of a UTF-8 text file, or {@code null} if the argument is not set. */
    public String textFile(String name) {
        if (properties.apply(name) == null) {
            return null;
        }
        Path file = path(name, null);
        if (Files.isDirectory(file)) {
            throw wrong(name, file.toString(), "a text file; this is a folder");
        }
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw wrong(name, file.toString(), "a text file in UTF-8");
        } catch (IOException e) {
            throw wrong(name, file.toString(), "a text file that is readable (" + reason(e) + ")");
        }
        if (text.isBlank()) {
            throw wrong(name, file.toString(), "a text file; this one is empty");
        }
        return text;
    }

    /** Returns an exception for a value that only the example itself can validate. */
    public static WrongArgumentException wrong(String name, String given, String expected) {
        return new WrongArgumentException("-D" + name, printable(given), expected);
    }

    // it may be a page of text, and must not break the line
    private static String printable(String given) {
        String line = given.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "..." : line;
    }

    private static String reason(IOException e) {
        String kind = switch (e.getClass().getSimpleName()) {
            case "NoSuchFileException" -> "no such file or folder";
            case "AccessDeniedException" -> "access denied";
            case "FileAlreadyExistsException" -> "there is a file in its place";
            default -> e instanceof FileSystemException failure && failure.getReason() != null
                    ? failure.getReason() : e.getMessage();
        };
        // such as a folder above it
        boolean elsewhere = e instanceof FileSystemException failure && failure.getFile() != null;
        return elsewhere ? ((FileSystemException) e).getFile() + ": " + kind : kind;
    }
}
