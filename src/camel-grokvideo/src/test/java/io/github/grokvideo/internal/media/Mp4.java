package io.github.grokvideo.internal.media;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that begin like an MP4. */
public final class Mp4 {

    private static final byte[] BEGIN = "\0\0\0\u0018ftypmp42\0\0\0\0mp42isom".getBytes(StandardCharsets.ISO_8859_1);

    private Mp4() {
    }

    public static byte[] bytes(int length) {
        byte[] bytes = Arrays.copyOf(BEGIN, length);
        for (int i = BEGIN.length; i < length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        return bytes;
    }
}
