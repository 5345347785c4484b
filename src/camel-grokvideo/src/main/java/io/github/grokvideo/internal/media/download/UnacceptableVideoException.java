package io.github.grokvideo.internal.media.download;

import java.io.IOException;

/** The response is of a kind that a repetition does not change. */
final class UnacceptableVideoException extends IOException {

    private static final long serialVersionUID = 1L;

    UnacceptableVideoException(String message) {
        super(message);
    }
}
