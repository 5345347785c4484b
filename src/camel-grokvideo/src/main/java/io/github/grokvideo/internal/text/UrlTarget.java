package io.github.grokvideo.internal.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Path and query of a URL in one notation: percent-encoded, without dot segments and fragment. */
final class UrlTarget {

    private static final String HEX = "0123456789ABCDEF";
    // what RFC 3986 allows in a path or a query; everything else is encoded
    private static final String KEPT = "-._~!$&'()*+,;=:@/";

    private UrlTarget() {
    }

    /** @param text what follows the authority of a URL */
    static String normalize(String text) {
        String withoutFragment = text.indexOf('#') < 0 ? text : text.substring(0, text.indexOf('#'));
        int question = withoutFragment.indexOf('?');
        String path = question < 0 ? withoutFragment : withoutFragment.substring(0, question);
        String query = question < 0 ? "" : withoutFragment.substring(question);
        return withoutDots(encoded(path, "")) + encoded(query, "?");
    }

    private static String encoded(String text, String alsoKept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean kept = c < 128
                    && (UrlCharacters.isLetter((char) c) || UrlCharacters.isDigit((char) c) || KEPT.indexOf(c) >= 0
                            || alsoKept.indexOf(c) >= 0);
            if (kept || c == '%' && isEscape(text, i)) {
                encoded.append((char) c);
                continue;
            }
            // half of a surrogate pair is written as browsers do
            int character = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
            for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                encoded.append('%').append(HEX.charAt(octet >> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
            }
        }
        return encoded.toString();
    }

    private static boolean isEscape(String text, int percent) {
        return percent + 2 < text.length() && Character.digit(text.charAt(percent + 1), 16) >= 0
                && Character.digit(text.charAt(percent + 2), 16) >= 0 && text.charAt(percent + 1) < 128
                && text.charAt(percent + 2) < 128;
    }

    // RFC 3986, 5.2.4
    private static String withoutDots(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        if (!path.contains("/.")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..")) {
                kept.pollLast();
            } else if (!segments[i].equals(".")) {
                kept.addLast(segments[i]);
                continue;
            }
            if (last) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }
}
