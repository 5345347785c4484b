package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;

/** The component stopped, which says nothing about the gateway. */
public final class StoppedException extends IOException {

    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("the component stopped");
    }
}
