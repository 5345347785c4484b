package io.github.grokvideo.emulator.internal.media;

import java.nio.file.Path;
import java.time.Instant;

/** The address of a file at the media host, until it expires. */
public record MediaAddress(String token, Path file, Instant expiresAt) {
}
