package io.github.grokvideo.emulator.internal.tape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says how a request differs from the most similar recorded one. */
final class NearestRequest {

    private static final int MAX_DIFFERENCES = 5;
    private static final int MAX_VALUE = 80;

    /** A value that differs; {@code null} where it is absent. */
    private record Difference(String place, String recorded, String requested) {

        /** The length of what the values have in common at their start. */
        int likeness() {
            if (recorded == null || requested == null) {
                return 0;
            }
            int length = 0;
            while (length < Math.min(recorded.length(), requested.length())
                    && recorded.charAt(length) == requested.charAt(length)) {
                length++;
            }
            return length;
        }

        @Override
        public String toString() {
            return place + " (on the tape " + shown(recorded) + ", in the request " + shown(requested) + ")";
        }

        private String shown(String value) {
            if (value == null) {
                return "absent";
            }
            // long values often differ at their end only
            int from = value.length() <= MAX_VALUE ? 0 : Math.max(0, likeness() - MAX_VALUE / 2);
            int to = Math.min(value.length(), from + MAX_VALUE);
            return (from > 0 ? "..." : "") + value.substring(from, to) + (to < value.length() ? "..." : "");
        }
    }

    private NearestRequest() {
    }

    /** Returns a clause for the end of a sentence. */
    static String describe(RequestContent requested, Collection<RequestContent> recorded) {
        List<List<Difference>> all = recorded.stream()
                .filter(content -> content.api() == requested.api() && content.operation() == requested.operation())
                .map(content -> differences(content, requested)).toList();
        return all.stream().min(Comparator.<List<Difference>> comparingInt(List::size)
                .thenComparingInt(differences -> -differences.stream().mapToInt(Difference::likeness).sum()))
                .map(nearest -> "the nearest of " + all.size() + " recorded requests differs in " + join(nearest))
                .orElse("no request of this kind was recorded");
    }

    private static List<Difference> differences(RequestContent recorded, RequestContent requested) {
        Map<String, String> old = recorded.leaves();
        Map<String, String> given = requested.leaves();
        Set<String> places = new TreeSet<>(old.keySet());
        places.addAll(given.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String place : places) {
            if (!String.valueOf(old.get(place)).equals(String.valueOf(given.get(place)))) {
                differences.add(new Difference(place, old.get(place), given.get(place)));
            }
        }
        return differences;
    }

    private static String join(List<Difference> differences) {
        String shown = String.join(", ", differences.stream().limit(MAX_DIFFERENCES).map(Difference::toString).toList());
        int more = differences.size() - MAX_DIFFERENCES;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }
}
