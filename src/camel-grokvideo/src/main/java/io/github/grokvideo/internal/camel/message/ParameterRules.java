package io.github.grokvideo.internal.camel.message;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.text.UntrustedText;

/**
 * The rules for model parameters: a value that no gateway can accept is rejected, one that is unknown is a warning,
 * since new models have new values and the gateway decides.
 */
public final class ParameterRules {

    private static final Pattern PAIR
            = Pattern.compile("\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*([xX:])\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*");
    private static final Pattern TIER = Pattern.compile("(?i)auto|[0-9]+(\\.[0-9]+)?[kp]?|[0-9]+(\\.[0-9]+)?mp");
    private static final int MAX_VIDEOS = 4;
    private static final int MAX_KEY_LENGTH = 256;

    private ParameterRules() {
    }

    /** A value that no gateway can accept. The message names the value and what is expected. */
    public static final class UnacceptableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnacceptableException(String name, Object value, String expected) {
            super(name + ": invalid value '" + UntrustedText.sanitize(String.valueOf(value), 80) + "', expected " + expected);
        }
    }

    public static void duration(String name, Double seconds) throws UnacceptableException {
        if (seconds != null && (seconds.isNaN() || seconds.isInfinite() || seconds <= 0)) {
            throw new UnacceptableException(name, seconds, "a number of seconds greater than 0, such as 6");
        }
    }

    public static void n(String name, Integer n, List<String> warnings) throws UnacceptableException {
        if (n == null) {
            return;
        }
        if (n < 1) {
            throw new UnacceptableException(name, n, "a whole number from 1");
        }
        if (n > MAX_VIDEOS) {
            warnings.add(name + ": " + n + " is outside of the documented range of 1 to " + MAX_VIDEOS);
        }
    }

    public static void size(String name, String size, List<String> warnings) throws UnacceptableException {
        if (size == null || size.equalsIgnoreCase("auto")) {
            return;
        }
        if (isPair(name, size, "xX:", "WxH in pixels (1365x768), W:H (16:9) or auto")) {
            return;
        }
        warnings.add(name + ": '" + UntrustedText.sanitize(size, 40)
                     + "' is not a known value; known are WxH in pixels (1365x768), W:H (16:9) and auto");
    }

    public static void aspectRatio(String name, String ratio, List<String> warnings) throws UnacceptableException {
        if (ratio == null || ratio.equalsIgnoreCase("auto")) {
            return;
        }
        if (isPair(name, ratio, ":", "W:H (16:9) or auto")) {
            return;
        }
        warnings.add(
                name + ": '" + UntrustedText.sanitize(ratio, 40) + "' is not a known value; known are W:H (16:9) and auto");
    }

    public static void resolution(String name, String tier, List<String> warnings) {
        if (tier != null && !TIER.matcher(tier).matches()) {
            warnings.add(name + ": '" + UntrustedText.sanitize(tier, 40)
                         + "' is not a known value; known are tiers such as 1K, 720p and auto");
        }
    }

    public static void idempotencyKey(String name, String key) throws UnacceptableException {
        if (key != null && key.length() > MAX_KEY_LENGTH) {
            throw new UnacceptableException(
                    name, key.length() + " characters", "a text of at most " + MAX_KEY_LENGTH + " characters");
        }
    }

    private static boolean isPair(String name, String value, String separators, String expected)
            throws UnacceptableException {
        Matcher pair = PAIR.matcher(value);
        if (!pair.matches() || separators.indexOf(pair.group(2).charAt(0)) < 0) {
            return false;
        }
        if (Double.parseDouble(pair.group(1)) == 0 || Double.parseDouble(pair.group(3)) == 0) {
            throw new UnacceptableException(name, value, expected + ", without zeros");
        }
        return true;
    }
}
