package io.github.grokvideo.internal.camel.message;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.text.UntrustedText;

/**
 * Judges the values of model parameters: refuses what cannot be, and warns of what looks wrong but is for the gateway
 * to decide, since models learn new values.
 */
public final class ParameterRules {

    private static final Pattern PAIR
            = Pattern.compile("\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*([xX:])\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*");
    private static final Pattern TIER = Pattern.compile("(?i)auto|[0-9]+(\\.[0-9]+)?[kp]?|[0-9]+(\\.[0-9]+)?mp");
    private static final int MOST_VIDEOS = 4;
    private static final int LONGEST_KEY = 256;

    private ParameterRules() {
    }

    /** A value that cannot be. The message names what was given and what is accepted. */
    public static final class UnacceptableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnacceptableException(String name, Object given, String accepted) {
            super(name + ": '" + UntrustedText.sanitize(String.valueOf(given), 80) + "' was given, accepted is " + accepted);
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
        if (n > MOST_VIDEOS) {
            warnings.add(name + ": " + n + " was given; the gateway's documentation allows 1 to " + MOST_VIDEOS);
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
                     + "' was given; known are WxH in pixels (1365x768), W:H (16:9) and auto");
    }

    public static void aspectRatio(String name, String ratio, List<String> warnings) throws UnacceptableException {
        if (ratio == null || ratio.equalsIgnoreCase("auto")) {
            return;
        }
        if (isPair(name, ratio, ":", "W:H (16:9) or auto")) {
            return;
        }
        warnings.add(name + ": '" + UntrustedText.sanitize(ratio, 40) + "' was given; known are W:H (16:9) and auto");
    }

    public static void resolution(String name, String tier, List<String> warnings) {
        if (tier != null && !TIER.matcher(tier).matches()) {
            warnings.add(name + ": '" + UntrustedText.sanitize(tier, 40)
                         + "' was given; known are tiers such as 1K, 720p and auto");
        }
    }

    public static void idempotencyKey(String name, String key) throws UnacceptableException {
        if (key != null && key.length() > LONGEST_KEY) {
            throw new UnacceptableException(
                    name, key.length() + " characters", "a text of at most " + LONGEST_KEY + " characters");
        }
    }

    private static boolean isPair(String name, String value, String separators, String accepted)
            throws UnacceptableException {
        Matcher pair = PAIR.matcher(value);
        if (!pair.matches() || separators.indexOf(pair.group(2).charAt(0)) < 0) {
            return false;
        }
        if (Double.parseDouble(pair.group(1)) == 0 || Double.parseDouble(pair.group(3)) == 0) {
            throw new UnacceptableException(name, value, accepted + ", without zeros");
        }
        return true;
    }
}
