package io.github.grokvideo.example.storyboard;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A film that was made.
 *
 * @param cost     what its scenes cost this time, in units of the currency; scenes that were there cost nothing
 * @param currency {@code null} if nothing was made
 */
public record Film(Path file, int scenes, Duration duration, BigDecimal cost, String currency) {
}
