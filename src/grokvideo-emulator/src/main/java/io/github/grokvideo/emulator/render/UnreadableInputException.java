package io.github.grokvideo.emulator.render;

import java.io.IOException;

/** Thrown when an input image or video cannot be decoded, although it looked like one. */
public final class UnreadableInputException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableInputException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
