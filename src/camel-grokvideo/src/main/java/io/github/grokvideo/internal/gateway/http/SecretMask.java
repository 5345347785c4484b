package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Masks the API key in responses and exceptions, in any notation: plain, escaped as in JSON, URLs or HTML, once or
 * several times, in base64 or in hexadecimal digits.
 */
public final class SecretMask {

    /** Shorter keys may be part of any word. */
    private static final int MIN_LENGTH = 16;
    private static final int MIN_ENCODED_LENGTH = 12;
    private static final byte[] MASK = { '*', '*', '*' };
    private static final SecretMask NONE = new SecretMask(List.of());

    // as UTF-8 bytes, one per character, without escapes
    private final List<String> notations;

    private SecretMask(List<String> notations) {
        this.notations = notations;
    }

    /** Masks a key that is long enough not to be a word by chance; any other key is not masked. */
    public static SecretMask of(String secret) {
        return secret == null || secret.length() < MIN_LENGTH ? NONE : ofAny(secret);
    }

    /** Masks any key that is not blank: for texts that may lose a word. */
    public static SecretMask ofAny(String secret) {
        if (secret == null || secret.isBlank()) {
            return NONE;
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        Set<String> all = new LinkedHashSet<>();
        all.add(new UnescapedText(bytes).text());
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
        if (encoded.length() >= MIN_ENCODED_LENGTH) {
            all.add(encoded);
        }
    }

    // the characters that depend on the key alone, with so many bytes before it
    private static String base64(byte[] secret, int before, Base64.Encoder encoder) {
        byte[] shifted = new byte[before + secret.length];
        System.arraycopy(secret, 0, shifted, before, secret.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        return text.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    public String mask(String text) {
        if (text == null || notations.isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] masked = mask(bytes);
        return masked == bytes ? text : new String(masked, StandardCharsets.UTF_8);
    }

    /** The same array if there is nothing to mask. */
    public byte[] mask(byte[] text) {
        byte[] bytes = text;
        UnescapedText unescaped = null;
        for (String notation : notations) {
            if (unescaped == null) {
                unescaped = new UnescapedText(bytes);
            }
            if (unescaped.text().contains(notation)) {
                bytes = unescaped.replace(notation, MASK);
                unescaped = null;
            }
        }
        return bytes;
    }

    /** The same failure, or a copy without the key: the HTTP client quotes malformed responses. */
    public Throwable mask(Throwable failure) {
        if (!isNamedIn(failure)) {
            return failure;
        }
        if (failure instanceof NotSentException && failure.getCause() != null) {
            return new NotSentException(mask(failure.getCause()));
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
}
