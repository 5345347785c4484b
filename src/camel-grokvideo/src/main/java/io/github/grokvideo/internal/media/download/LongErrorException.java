package io.github.grokvideo.internal.media.download;

import java.io.IOException;

/** The body of a redirect or an error is too long to read on; the response is known. */
final class LongErrorException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient MediaResponse response;

    LongErrorException(MediaResponse response) {
        super("the error response is too long");
        this.response = response;
    }

    MediaResponse response() {
        return response;
    }
}
