package io.github.grokvideo.internal.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A text without its escapes that knows the position of each byte in the original. */
final class UnescapedText {

    private static final int MAX_ENTITY = 10;
    private static final Map<String, Integer> ENTITIES = Map.of(
            "amp", (int) '&', "quot", (int) '"', "apos", (int) '\'', "lt", (int) '<', "gt", (int) '>', "sol", (int) '/',
            "plus", (int) '+', "equals", (int) '=');

    private final byte[] original;
    private final String text;
    // null if nothing was escaped
    private int[] from;
    private int[] to;
    private byte[] kept;
    private int length;

    UnescapedText(byte[] original) {
        this.original = original;
        if (isPlain(original)) {
            this.text = new String(original, StandardCharsets.ISO_8859_1);
            return;
        }
        from = new int[original.length];
        to = new int[original.length];
        kept = new byte[original.length];
        for (int i = 0; i < original.length;) {
            i = read(i);
        }
        this.text = new String(kept, 0, length, StandardCharsets.ISO_8859_1);
    }

    String text() {
        return text;
    }

    private static boolean isPlain(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\\' || b == '%' || b == '&' || b == 0) {
                return false;
            }
        }
        return true;
    }

    /** The original with each occurrence of a text replaced, whichever way it is escaped. */
    byte[] replace(String found, byte[] replacement) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(original.length);
        int done = 0;
        for (int at = text.indexOf(found); at >= 0; at = text.indexOf(found, at + found.length())) {
            int last = at + found.length() - 1;
            int begin = from == null ? at : from[at];
            out.write(original, done, Math.max(0, begin - done));
            out.writeBytes(replacement);
            done = to == null ? last + 1 : to[last];
        }
        out.write(original, done, original.length - done);
        return out.toByteArray();
    }

    // reads one character at i, and returns the index of the next
    private int read(int i) {
        int at = i;
        // a text in a text in a text has its escapes escaped
        while (at < original.length && original[at] == '\\') {
            at++;
        }
        if (at == original.length) {
            return at;
        }
        if (at > i && original[at] == 'u' && hex(at + 1, 4) >= 0) {
            return keep(hex(at + 1, 4), i, at + 5);
        }
        if (original[at] == '%') {
            int digits = at + 1;
            while (hex(digits, 2) == '%' && hex(digits + 2, 2) >= 0) {
                digits += 2;
            }
            if (hex(digits, 2) >= 0) {
                return keepByte((byte) hex(digits, 2), i, digits + 2);
            }
        }
        if (original[at] == '&') {
            int end = at + 1;
            while (end < original.length && end - at <= MAX_ENTITY && original[end] != ';') {
                end++;
            }
            int code = end < original.length && original[end] == ';' ? entity(at + 1, end) : -1;
            if (code >= 0) {
                return keep(code, i, end + 1);
            }
        }
        return keepByte(original[at], i, at + 1);
    }

    private int keep(int codePoint, int begin, int end) {
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            keepByte(b, begin, end);
        }
        return end;
    }

    private int keepByte(byte b, int begin, int end) {
        // a backslash escapes, a zero is half a character of UTF-16
        if (b != '\\' && b != 0) {
            from[length] = begin;
            to[length] = end;
            kept[length++] = b;
        }
        return end;
    }

    private int entity(int begin, int end) {
        String name = new String(original, begin, end - begin, StandardCharsets.ISO_8859_1);
        if (!name.startsWith("#")) {
            return ENTITIES.getOrDefault(name, -1);
        }
        boolean hex = name.startsWith("#x") || name.startsWith("#X");
        try {
            int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
            return Character.isValidCodePoint(code) ? code : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private int hex(int begin, int digits) {
        if (begin + digits > original.length) {
            return -1;
        }
        int value = 0;
        for (int i = begin; i < begin + digits; i++) {
            int digit = Character.digit(original[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
