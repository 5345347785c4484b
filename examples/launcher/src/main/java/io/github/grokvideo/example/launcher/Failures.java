package io.github.grokvideo.example.launcher;

import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports why an example does not start, in one line and without a stack trace. */
public final class Failures {

    /** The exit code where an argument is wrong, as usual for command lines. */
    public static final int WRONG_ARGUMENT = 2;

    /** The exit code where something else has failed. */
    public static final int FAILED = 1;

    /** What runs until an example ends. */
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

    /** Runs an example and ends the JVM, unless all went well. */
    public static void exitUnlessWell(Run example) {
        int status = status(example, System.err);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Runs an example; returns its exit code, also when it has thrown something. */
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
     * Why something has failed, in one line: the innermost reason, since what is around it says where and not why. A
     * property with a value that it cannot have is named, with what it can have.
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
