package io.github.grokvideo.model;

import java.io.Serializable;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A video of a completed job, as reported by the gateway. The values are not trusted: validate them before use.
 *
 * @param url         the URL from which the video can be downloaded until it expires; never {@code null}
 * @param contentType the media type, such as {@code video/mp4}; {@code null} if not reported
 * @param sizeBytes   the size in bytes; {@code null} if not reported
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Video(String url, String contentType, Long sizeBytes) implements Serializable {

    public Video {
        Objects.requireNonNull(url, "url");
    }
}
