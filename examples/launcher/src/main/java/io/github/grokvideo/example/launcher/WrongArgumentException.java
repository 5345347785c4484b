package io.github.grokvideo.example.launcher;

/** An argument that cannot be used. The message says in one line what was given and what is expected. */
public final class WrongArgumentException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongArgumentException(String name, String given, String expected) {
        super(name + "=" + given + ": expected " + expected);
    }
}
