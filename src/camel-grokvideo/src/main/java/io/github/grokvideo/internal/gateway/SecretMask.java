package io.github.grokvideo.internal.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.grokvideo.internal.gateway.http.HttpTransport;

/**
 * Masks the API key in what a gateway says, however it is written there: as it is, escaped as in JSON, URLs or HTML,
 * once or more often, in base64 or in hexadecimal digits.
 */
public final class SecretMask {

    /** What is shorter may be part of any word. */
    private static final int SHORTEST = 16;
    private static final int SHORTEST_ENCODED = 12;
    private static final int LONGEST_ENTITY = 10;
    private static final byte[] MASK = { '*', '*', '*' };
    private static final SecretMask NOTHING = new SecretMask(List.of());
    private static final Map<String, Integer> ENTITIES = Map.of(
            "amp", (int) '&', "quot", (int) '"', "apos", (int) '\'', "lt", (int) '<', "gt", (int) '>', "sol", (int) '/',
            "plus", (int) '+', "equals", (int) '=');

    // as bytes of UTF-8, one to a character, without what escapes
    private final List<String> writings;

    private SecretMask(List<String> writings) {
        this.writings = writings;
    }

    /** Of a key that is long enough not to be a word by chance; of any other it masks nothing. */
    public static SecretMask of(String secret) {
        return secret == null || secret.length() < SHORTEST ? NOTHING : ofAny(secret);
    }

    /** Of any key that is not blank: for texts that may lose a word. */
    static SecretMask ofAny(String secret) {
        if (secret == null || secret.isBlank()) {
            return NOTHING;
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        Set<String> all = new LinkedHashSet<>();
        all.add(new Unescaped(bytes).text());
        for (int before = 0; before < 3; before++) {
            addEncoded(all, base64(bytes, before, Base64.getEncoder()));
            addEncoded(all, base64(bytes, before, Base64.getUrlEncoder()));
        }
        addEncoded(all, HexFormat.of().formatHex(bytes));
        addEncoded(all, HexFormat.of().withUpperCase().formatHex(bytes));
        all.remove("");
        return new SecretMask(List.copyOf(all));
    }

    private static void addEncoded(Set<String> all, String encoded) {
        if (encoded.length() >= SHORTEST_ENCODED) {
            all.add(encoded);
        }
    }

    // the characters that are the key's alone, with so many bytes before it
    private static String base64(byte[] secret, int before, Base64.Encoder encoder) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        return text.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    public String mask(String text) {
        if (text == null || writings.isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] masked = mask(bytes);
        return masked == bytes ? text : new String(masked, StandardCharsets.UTF_8);
    }

    /** The same array if there is nothing to mask. */
    public byte[] mask(byte[] said) {
        byte[] bytes = said;
        Unescaped unescaped = null;
        for (String writing : writings) {
            if (unescaped == null) {
                unescaped = new Unescaped(bytes);
            }
            if (unescaped.text().contains(writing)) {
                bytes = unescaped.without(writing);
                unescaped = null;
            }
        }
        return bytes;
    }

    /** The same failure, or one that says the same without the key: the client quotes what is no HTTP. */
    public Throwable mask(Throwable failure) {
        if (!isNamedIn(failure)) {
            return failure;
        }
        if (failure instanceof HttpTransport.NotSentException && failure.getCause() != null) {
            return new HttpTransport.NotSentException(mask(failure.getCause()));
        }
        IOException masked = new IOException(mask(failure.getMessage()));
        masked.setStackTrace(failure.getStackTrace());
        return masked;
    }

    private boolean isNamedIn(Throwable failure) {
        int depth = 0;
        for (Throwable each = failure; each != null && depth++ < 20; each = each.getCause()) {
            if (differs(each.getMessage()) || Arrays.stream(each.getSuppressed()).anyMatch(this::isNamedIn)) {
                return true;
            }
        }
        return false;
    }

    private boolean differs(String text) {
        return text != null && !text.equals(mask(text));
    }

    /** A text without its escapes, which remembers where each of its bytes stands in the original. */
    private static final class Unescaped {

        private final byte[] original;
        private final String text;
        // null if nothing was escaped
        private int[] from;
        private int[] to;
        private byte[] kept;
        private int length;

        Unescaped(byte[] original) {
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

        byte[] without(String writing) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(original.length);
            int done = 0;
            for (int at = text.indexOf(writing); at >= 0; at = text.indexOf(writing, at + writing.length())) {
                int last = at + writing.length() - 1;
                int begin = from == null ? at : from[at];
                out.write(original, done, Math.max(0, begin - done));
                out.writeBytes(MASK);
                done = to == null ? last + 1 : to[last];
            }
            out.write(original, done, original.length - done);
            return out.toByteArray();
        }

        // reads what stands at i for one character, and returns where the next begins
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
                while (end < original.length && end - at <= LONGEST_ENTITY && original[end] != ';') {
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
}
