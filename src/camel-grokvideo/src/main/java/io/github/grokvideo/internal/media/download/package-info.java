/**
 * Knows how to download a video safely: redirects, retries, size limits, writing to disk at the disk's speed.<br>
 * May use {@code media}, {@code media.address}, {@code media.format}, {@code gateway.http} and {@code text}.<br>
 * Begin with {@link io.github.grokvideo.internal.media.download.VideoDownloader}.
 */
package io.github.grokvideo.internal.media.download;
