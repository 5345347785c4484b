package io.github.grokvideo.emulator.internal.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.github.grokvideo.normalize.Dimensions;

/** Reads the size of a WebP image from its header. */
final class WebP {

    private static final int HEADER = 30;
    private static final int CHUNK_TYPE = 12;
    private static final int LOSSLESS_SIZE = 21;
    private static final int EXTENDED_SIZE = 24;
    private static final int LOSSY_SIZE = 26;
    private static final int SIDE_BITS = 14;
    private static final int SIDE_MASK = (1 << SIDE_BITS) - 1;

    private WebP() {
    }

    static Dimensions size(byte[] file) throws IOException {
        if (file.length < HEADER) {
            throw new IOException("the image is damaged");
        }
        try {
            return readSize(file);
        } catch (IllegalArgumentException e) {
            throw new IOException("the image has no pixels", e);
        }
    }

    private static Dimensions readSize(byte[] file) throws IOException {
        String type = new String(file, CHUNK_TYPE, 4, StandardCharsets.ISO_8859_1);
        return switch (type) {
            case "VP8 " -> new Dimensions(number(file, LOSSY_SIZE, 2) & SIDE_MASK, number(file, LOSSY_SIZE + 2, 2) & SIDE_MASK);
            case "VP8L" -> {
                int bits = number(file, LOSSLESS_SIZE, 4);
                yield new Dimensions((bits & SIDE_MASK) + 1, (bits >>> SIDE_BITS & SIDE_MASK) + 1);
            }
            case "VP8X" -> new Dimensions(number(file, EXTENDED_SIZE, 3) + 1, number(file, EXTENDED_SIZE + 3, 3) + 1);
            default -> throw new IOException("the image is damaged");
        };
    }

    /** The least significant byte comes first. */
    private static int number(byte[] file, int offset, int bytes) {
        int number = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            number = number << Byte.SIZE | file[offset + i] & 0xff;
        }
        return number;
    }
}
