package io.github.grokvideo.internal.camel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that a misspelled one stands for. */
final class SimilarNames {

    private static final int MIN_LENGTH = 3;
    private static final int MAX_LENGTH = 50;

    private SimilarNames() {
    }

    /** The nearest of the known names, whatever their case; {@code null} if none is near. */
    static String nearest(String name, Collection<String> known) {
        if (name.length() < MIN_LENGTH || name.length() > MAX_LENGTH) {
            return null;
        }
        // a letter in four may be wrong
        int most = Math.max(1, name.length() / 4);
        return known.stream().filter(other -> other.length() >= MIN_LENGTH && distance(name, other) <= most)
                .min(Comparator.<String> comparingInt(other -> distance(name, other)).thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    /** How many letters are to be inserted, removed, replaced or swapped with the next one. */
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[][] distances = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int replaced = distances[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int least = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, distances[i - 2][j - 2] + 1);
                }
                distances[i][j] = least;
            }
        }
        return distances[a.length()][b.length()];
    }
}
