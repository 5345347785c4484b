package io.github.grokvideo.emulator.internal.job;

import java.time.Instant;

/**
 * A finished video, as answers describe it.
 *
 * @param url       the address
 * @param size      in bytes
 * @param expiresAt when the address expires
 */
public record VideoFile(String url, long size, Instant expiresAt) {
}
