package io.github.grokvideo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What is logged during a test; it is passed on after it. */
final class StandardError implements BeforeEachCallback, AfterEachCallback {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private PrintStream err;

    @Override
    public void beforeEach(ExtensionContext test) {
        written.reset();
        err = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @Override
    public void afterEach(ExtensionContext test) {
        System.setErr(err);
        err.print(text());
    }

    String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    /** The lines that contain something. */
    List<String> lines(String part) {
        return text().lines().filter(line -> line.contains(part)).toList();
    }
}
