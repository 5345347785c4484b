/**
 * Knows local media: input files and streams, the files of downloaded videos, and streams as message bodies.<br>
 * May use its packages below, {@code gateway}, {@code request} and {@code text}.<br>
 * Begin with {@link io.github.grokvideo.internal.media.MediaReader} (in) and
 * {@link io.github.grokvideo.internal.media.VideoFiles} (out).
 */
package io.github.grokvideo.internal.media;
