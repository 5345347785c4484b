package io.github.grokvideo.internal.request;

import java.util.Objects;

/**
 * A JSON value that is sent letter for letter as it was written.
 *
 * @param text one valid JSON value
 */
public record RawJson(String text) {

    public RawJson {
        Objects.requireNonNull(text, "text");
    }
}
