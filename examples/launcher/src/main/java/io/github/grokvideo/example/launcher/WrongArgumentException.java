package io.github.grokvideo.example.launcher;

/** An argument has an invalid value. The message is a single line with the value and what is expected. */
public final class WrongArgumentException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongArgumentException(String name, String given, String expected) {
        super(name + "=" + given + ": expected " + expected);
    }
}
