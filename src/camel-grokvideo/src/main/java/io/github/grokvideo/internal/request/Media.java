package io.github.grokvideo.internal.request;

import java.util.Objects;

/**
 * An image or a video that goes into a job, as the gateway takes it: an {@code http(s)} URL that the gateway fetches
 * itself, or a {@code data:} URI that carries the bytes.
 *
 * @param url the URL or data URI
 */
public record Media(String url) {

    private static final int SHOWN = 64;

    public Media {
        Objects.requireNonNull(url, "url");
    }

    /** Whether the bytes travel inside the request. */
    public boolean isInline() {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    /** The URL, or the head of the data URI: content is neither for logs nor for messages. */
    @Override
    public String toString() {
        if (!isInline()) {
            int query = url.indexOf('?');
            return query < 0 ? url : url.substring(0, query) + "?...";
        }
        int comma = url.indexOf(',');
        String head = comma < 0 ? url : url.substring(0, comma);
        return (head.length() > SHOWN ? head.substring(0, SHOWN) : head) + ",... (" + url.length() + " characters)";
    }
}
