package io.github.grokvideo.emulator;

import java.math.BigDecimal;

import io.github.grokvideo.normalize.Dimensions;

/**
 * How the videos of a job come out.
 *
 * @param size    in pixels
 * @param seconds the duration of each
 * @param cost    in US dollars, for all of them
 */
record VideoFormat(Dimensions size, BigDecimal seconds, BigDecimal cost) {
}
