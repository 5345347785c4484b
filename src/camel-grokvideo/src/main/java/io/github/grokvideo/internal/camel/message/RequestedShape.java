package io.github.grokvideo.internal.camel.message;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.model.VideoJob;

/**
 * The size or aspect ratio that a message requests, to compare with that of the video.
 *
 * @param size  {@code WxH}, {@code W:H}, {@code auto}, or {@code null}
 * @param ratio {@code W:H}, {@code auto}, or {@code null}; applies if there is no size
 */
public record RequestedShape(String size, String ratio) {

    private static final Pattern PAIR
            = Pattern.compile("\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*([xX:])\\s*([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*");
    // videos have even sides, often multiples of 16
    private static final double TOLERANCE = 0.05;

    /** A warning if the video is different; {@code null} if it is not, or if the gateway does not name its size. */
    public String warning(VideoJob job) {
        for (VideoJob one : job.parts().isEmpty() ? List.of(job) : job.parts()) {
            String warning = warning(one.size());
            if (warning != null) {
                return warning;
            }
        }
        return null;
    }

    private String warning(String actual) {
        String requested = size == null ? ratio : size;
        if (requested == null || actual == null) {
            return null;
        }
        Matcher wanted = PAIR.matcher(requested);
        Matcher got = PAIR.matcher(actual);
        if (!wanted.matches() || !got.matches() || isKept(wanted, got)) {
            return null;
        }
        return (size == null ? "aspectRatio: " : "size: ") + requested.trim() + " was requested, the video is " + actual.trim();
    }

    private static boolean isKept(Matcher wanted, Matcher got) {
        boolean pixels = !wanted.group(2).equals(":") && !got.group(2).equals(":");
        if (pixels) {
            return number(wanted, 1) == number(got, 1) && number(wanted, 3) == number(got, 3);
        }
        double difference = number(wanted, 1) * number(got, 3) / (number(wanted, 3) * number(got, 1)) - 1;
        return Double.isNaN(difference) || Math.abs(difference) <= TOLERANCE;
    }

    private static double number(Matcher pair, int group) {
        return Double.parseDouble(pair.group(group));
    }
}
