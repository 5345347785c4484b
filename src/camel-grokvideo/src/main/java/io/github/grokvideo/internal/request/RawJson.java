package io.github.grokvideo.internal.request;

import java.util.Objects;

/**
 * A JSON value that is sent literally.
 *
 * @param text one valid JSON value
 */
public record RawJson(String text) {

    public RawJson {
        Objects.requireNonNull(text, "text");
    }
}
