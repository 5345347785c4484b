package io.github.grokvideo.media;

import java.time.Duration;

/**
 * Bounds of a download.
 *
 * @param maxSize in bytes
 * @param timeout for one video, with all redirects and repetitions
 * @param retries how often a broken download is begun again
 */
public record DownloadSettings(long maxSize, Duration timeout, int retries) {
}
