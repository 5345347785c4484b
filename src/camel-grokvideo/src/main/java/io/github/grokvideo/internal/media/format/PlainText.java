package io.github.grokvideo.internal.media.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes bytes that are text. */
public final class PlainText {

    private static final char BOM = '\uFEFF';
    // in UTF-16, every other byte of Latin letters is zero
    private static final int ZEROS_OF_TEN = 3;

    private PlainText() {
    }

    /**
     * The text, without a byte-order mark.
     *
     * @param  declared the charset that the message declares, or {@code null}; a byte-order mark takes precedence
     * @return          {@code null} if the bytes are no text: malformed in their charset (UTF-8 unless declared or
     *                  marked otherwise), or with control characters
     */
    public static String of(byte[] bytes, Charset declared) {
        Charset charset = marked(bytes);
        if (charset == null) {
            charset = declared;
        }
        if (charset == null) {
            charset = utf16(bytes);
        }
        try {
            String text = (charset == null ? StandardCharsets.UTF_8 : charset).newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes)).toString();
            return text.chars().anyMatch(PlainText::isNoText) ? null : withoutMark(text);
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The text without a byte-order mark before it. */
    public static String withoutMark(String text) {
        return !text.isEmpty() && text.charAt(0) == BOM ? text.substring(1) : text;
    }

    private static boolean isNoText(int c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' || c == 0x7F;
    }

    private static Charset marked(byte[] bytes) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return StandardCharsets.UTF_8;
        }
        if (startsWith(bytes, 0xFF, 0xFE, 0, 0)) {
            return Charset.forName("UTF-32LE");
        }
        if (startsWith(bytes, 0, 0, 0xFE, 0xFF)) {
            return Charset.forName("UTF-32BE");
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return StandardCharsets.UTF_16LE;
        }
        return startsWith(bytes, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
    }

    private static boolean startsWith(byte[] bytes, int... start) {
        byte[] wanted = new byte[start.length];
        for (int i = 0; i < start.length; i++) {
            wanted[i] = (byte) start[i];
        }
        return bytes.length >= wanted.length && Arrays.equals(bytes, 0, wanted.length, wanted, 0, wanted.length);
    }

    private static Charset utf16(byte[] bytes) {
        if (bytes.length < 2 || bytes.length % 2 != 0 || UnsupportedFormat.of(bytes) != null) {
            return null;
        }
        int[] zeros = new int[2];
        for (int i = 0; i < bytes.length; i++) {
            zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
        }
        int enough = (bytes.length / 2 * ZEROS_OF_TEN + 9) / 10;
        if (zeros[0] == 0 && zeros[1] >= enough) {
            return StandardCharsets.UTF_16LE;
        }
        return zeros[1] == 0 && zeros[0] >= enough ? StandardCharsets.UTF_16BE : null;
    }
}
