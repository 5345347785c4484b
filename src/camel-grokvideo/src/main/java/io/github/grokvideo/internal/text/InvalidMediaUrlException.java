package io.github.grokvideo.internal.text;

/** A text is not a URL that a video can be fetched from. The message says why, and is safe to log. */
public final class InvalidMediaUrlException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidMediaUrlException(String message) {
        super(message, null, false, false);
    }
}
