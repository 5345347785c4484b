package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;

/** The request was never sent, so it had no effect. */
public final class NotSentException extends IOException {

    private static final long serialVersionUID = 1L;

    public NotSentException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
