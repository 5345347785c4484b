package io.github.grokvideo.internal.media.download;

import io.github.grokvideo.internal.media.format.MediaFormat;

/**
 * A downloaded video.
 *
 * @param length in bytes
 * @param format by its first bytes
 */
public record Download(long length, MediaFormat format) {
}
