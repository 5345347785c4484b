package io.github.grokvideo.emulator;

import java.nio.file.Path;
import java.time.Instant;

/** Where a file is served, and until when. */
record MediaAddress(String token, Path file, Instant expiresAt) {
}
