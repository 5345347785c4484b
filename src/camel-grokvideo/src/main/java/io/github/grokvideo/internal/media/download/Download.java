package io.github.grokvideo.internal.media.download;

import io.github.grokvideo.internal.media.format.MediaFormat;

/**
 * A video that has been fetched.
 *
 * @param length in bytes
 * @param format what its first bytes say it is
 */
public record Download(long length, MediaFormat format) {
}
