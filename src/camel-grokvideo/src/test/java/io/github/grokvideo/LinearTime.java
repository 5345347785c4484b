package io.github.grokvideo;

import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/** Measures whether text of eight times the length takes about eight times as long, and not sixty-four. */
public final class LinearTime {

    /** Begin, what is repeated, end. */
    private static final List<List<String>> NASTY = List.of(
            List.of("a", " ", "x"), List.of("a", ".", "x"), List.of("", " .", "x"), List.of("a", "\u0301\u0316", "x"),
            List.of("a", "\u0316\u0301\u0327", ""), List.of("", "\u0344", ""), List.of("", "\uD834\uDD5E", ""),
            List.of("a", "/", "x"),
            List.of("a", "\\", "x"), List.of("con", " ", ".x"), List.of("", "\r\n", "x"), List.of("https://a/", "%", "x"),
            List.of("https://a/", "../", "x"), List.of("https://a/", "%2", ""), List.of("https://", "a.", "x"),
            List.of("https://", "é", ".example/"), List.of("https://[", ":", "]"), List.of("data:", ",", ""),
            List.of("data:", ";a=", "x"),
            List.of("<Code>", "<Code>", "x"), List.of("{\"code\":", "\"code\":", "x"), List.of("0", "0", "x"),
            List.of("1", "1", ":"),
            List.of("[", "[", ""), List.of("\"", "\\\"", "\""), List.of("", "\u202E", "x"), List.of("1m", "1m", "!"));

    // what takes less than this is lost in the noise of a busy machine
    private static final long NOISE = 20_000_000;

    private LinearTime() {
    }

    /** What reads texts from outside takes linear time for each of a corpus of texts that cost some readers more. */
    public static void assertLinear(String name, Consumer<String> reader) {
        for (List<String> nasty : NASTY) {
            assertThat(isLinear(reader, nasty)).as("%s of %s", name, nasty).isTrue();
        }
    }

    /** Whether that is so for all texts. */
    public static boolean isLinear(Consumer<String> reader) {
        return NASTY.stream().allMatch(nasty -> isLinear(reader, nasty));
    }

    private static boolean isLinear(Consumer<String> reader, List<String> nasty) {
        double best = Double.MAX_VALUE;
        // a pause of the machine makes a ratio worse, never better for long
        for (int round = 0; round < 3; round++) {
            long small = Math.max(NOISE / 8, fastest(reader, text(nasty, 4_000)));
            long large = fastest(reader, text(nasty, 32_000));
            best = Math.min(best, (double) large / small);
            if (best < 24) {
                return true;
            }
        }
        return false;
    }

    private static String text(List<String> nasty, int length) {
        return nasty.get(0) + nasty.get(1).repeat(length / nasty.get(1).length()) + nasty.get(2);
    }

    private static long fastest(Consumer<String> reader, String text) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            long begin = System.nanoTime();
            reader.accept(text);
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }
        return fastest;
    }
}
