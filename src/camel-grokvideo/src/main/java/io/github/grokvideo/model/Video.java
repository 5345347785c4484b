package io.github.grokvideo.model;

import java.io.Serializable;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One video of a completed job, as the gateway describes it. All of it was chosen by the gateway: check before use.
 *
 * @param url         where the video can be fetched until it expires
 * @param contentType such as {@code video/mp4}, or {@code null} if not said
 * @param sizeBytes   length in bytes, or {@code null} if not said
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Video(String url, String contentType, Long sizeBytes) implements Serializable {

    public Video {
        Objects.requireNonNull(url, "url");
    }
}
