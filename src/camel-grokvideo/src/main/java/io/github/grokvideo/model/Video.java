package io.github.grokvideo.model;

import java.util.Objects;

/**
 * One video of a completed job, as the gateway describes it. All of it was chosen by the gateway: check before use.
 *
 * @param url         where the video can be fetched until it expires
 * @param contentType such as {@code video/mp4}, or {@code null} if not said
 * @param sizeBytes   length in bytes, or {@code null} if not said
 */
public record Video(String url, String contentType, Long sizeBytes) {

    public Video {
        Objects.requireNonNull(url, "url");
    }
}
