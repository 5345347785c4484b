package io.github.grokvideo.emulator.internal.job;

import java.math.BigDecimal;

import io.github.grokvideo.normalize.Dimensions;

/**
 * The format and the cost of a job's videos.
 *
 * @param size    in pixels
 * @param seconds the duration of each
 * @param cost    in US dollars, for all of them
 */
public record VideoFormat(Dimensions size, BigDecimal seconds, BigDecimal cost) {
}
