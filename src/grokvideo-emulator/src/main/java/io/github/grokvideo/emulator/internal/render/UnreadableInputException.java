package io.github.grokvideo.emulator.internal.render;

import java.io.IOException;

/** Thrown if an input image or video cannot be decoded. */
public final class UnreadableInputException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableInputException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
