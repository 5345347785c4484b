package io.github.grokvideo.normalize;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The durations a model can produce: whole seconds between two limits.
 *
 * @param minimum        the least, in seconds, at least 1
 * @param maximum        the greatest, in seconds
 * @param defaultSeconds what the model takes where none is given
 */
public record DurationLimits(int minimum, int maximum, int defaultSeconds) {

    public DurationLimits {
        if (minimum < 1 || defaultSeconds < minimum || maximum < defaultSeconds) {
            throw new IllegalArgumentException(
                    "no duration fits " + minimum + " to " + maximum + " with a default of " + defaultSeconds);
        }
    }

    /** The nearest duration within the limits, in seconds; of two equally near the longer. */
    public int nearest(BigDecimal seconds) {
        // the limits first: rounding writes out every digit of a number like 1E+999999999
        if (seconds.compareTo(BigDecimal.valueOf(minimum)) <= 0) {
            return minimum;
        }
        if (seconds.compareTo(BigDecimal.valueOf(maximum)) >= 0) {
            return maximum;
        }
        return seconds.setScale(0, RoundingMode.HALF_UP).intValueExact();
    }
}
