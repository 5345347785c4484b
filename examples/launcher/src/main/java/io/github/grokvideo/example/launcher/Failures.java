package io.github.grokvideo.example.launcher;

import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports why an example does not start, in one line and without a stack trace. */
public final class Failures {

    /** The exit code for an invalid argument, as usual for command lines. */
    public static final int WRONG_ARGUMENT = 2;

    /** The exit code for any other failure. */
    public static final int FAILED = 1;

    /** The body of an example. */
    @FunctionalInterface
    public interface Run {

        /** Returns the exit code. */
        int run() throws Exception;
    }

    // of Camel and of Spring Boot
    private static final Pattern PROPERTY = Pattern.compile(
            "^Error binding property \\((.+?)\\) with name|^Failed to bind properties under '([^']+)'");
    private static final Pattern CONSTANT = Pattern.compile(
            "^Enum class class (\\S+) does not have any constant with value: (.*)|^No enum constant (\\S+)\\.([^.]*)$");

    private Failures() {
    }

    /** Runs an example, and ends the JVM with its exit code if that is not 0. */
    public static void exitUnlessWell(Run example) {
        int status = status(example, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs an example and returns its exit code, also if it throws an exception. */
    public static int status(Run example, PrintStream err) {
        try {
            return example.run();
        } catch (WrongArgumentException e) {
            err.println(e.getMessage());
            return WRONG_ARGUMENT;
        } catch (Exception | LinkageError e) {
            err.println("FAILED: " + line(e));
            return FAILED;
        }
    }

    /**
     * Returns the reason for a failure, in one line: the message of the innermost cause. For a property with an invalid
     * value, the property and its valid values.
     */
    public static String line(Throwable failure) {
        String property = null;
        Throwable cause = failure;
        while (true) {
            Matcher naming = PROPERTY.matcher(String.valueOf(cause.getMessage()));
            if (naming.find()) {
                property = naming.group(1) == null ? naming.group(2) : naming.group(1);
            }
            if (cause.getCause() == null || cause.getCause() == cause) {
                break;
            }
            cause = cause.getCause();
        }
        String reason = (cause.getMessage() == null ? cause.toString() : cause.getMessage()).strip().replaceAll("\\s+", " ");
        return property == null ? reason : rejected(property, reason);
    }

    // the words of Camel and of the JDK do not say what is accepted
    private static String rejected(String property, String reason) {
        Matcher unknown = CONSTANT.matcher(reason);
        if (!unknown.find()) {
            return property + ": " + reason;
        }
        String type = unknown.group(1) == null ? unknown.group(3) : unknown.group(1);
        String given = unknown.group(2) == null ? unknown.group(4) : unknown.group(2);
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Object[] constants = Class.forName(type, false, loader).getEnumConstants();
            return (property.contains("=") ? property : property + "=" + given) + ": expected "
                   + Stream.of(constants).map(String::valueOf).collect(Collectors.joining(" or "));
        } catch (ClassNotFoundException | LinkageError e) {
            return property + ": " + reason;
        }
    }
}
