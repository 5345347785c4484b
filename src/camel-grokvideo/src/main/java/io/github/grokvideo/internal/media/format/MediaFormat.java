package io.github.grokvideo.internal.media.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The image and video formats that models support, recognized by their first bytes. */
public enum MediaFormat {

    JPEG("image/jpeg"),
    PNG("image/png"),
    WEBP("image/webp"),
    GIF("image/gif"),
    MP4("video/mp4"),
    WEBM("video/webm");

    /** The number of first bytes that are needed. */
    public static final int HEAD = 16;

    private static final int EBML_HEAD = 64;

    private final String contentType;

    MediaFormat(String contentType) {
        this.contentType = contentType;
    }

    /**
     * The format of content, or {@code null} if it is none of these.
     *
     * @param head the first bytes, at least {@link #HEAD}; only with the whole content, an MP4 file with nothing but a
     *             still image or sound is recognized
     */
    public static MediaFormat of(byte[] head) {
        if (matches(head, 0, 0xFF, 0xD8, 0xFF)) {
            return JPEG;
        }
        if (matches(head, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return PNG;
        }
        if (matches(head, 0, 'R', 'I', 'F', 'F') && matches(head, 8, 'W', 'E', 'B', 'P')) {
            return WEBP;
        }
        if (matches(head, 0, 'G', 'I', 'F', '8')) {
            return GIF;
        }
        if (new IsoMedia(head).isVideo()) {
            return MP4;
        }
        if (matches(head, 0, 0x1A, 0x45, 0xDF, 0xA3)) {
            return isMatroska(head) ? null : WEBM;
        }
        return null;
    }

    // WebM is a subset of Matroska with a document type of its own
    private static boolean isMatroska(byte[] head) {
        return new String(head, 0, Math.min(head.length, EBML_HEAD), StandardCharsets.ISO_8859_1).contains("matroska");
    }

    private static boolean matches(byte[] head, int offset, int... expected) {
        if (head.length < offset + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((head[offset + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a content type, or the start of a data URI, names an image or a video. */
    public static boolean isMedia(String contentType) {
        return isImage(contentType) || isVideo(contentType);
    }

    static boolean isImage(String contentType) {
        return contentType != null && contentType.trim().toLowerCase(Locale.ROOT).startsWith("image/");
    }

    public static boolean isVideo(String contentType) {
        return contentType != null && contentType.trim().toLowerCase(Locale.ROOT).startsWith("video/");
    }

    public String contentType() {
        return contentType;
    }

    public boolean isVideo() {
        return this == MP4 || this == WEBM;
    }

    /** The usual extension of a file name, without a dot. */
    public String extension() {
        return this == JPEG ? "jpg" : name().toLowerCase(Locale.ROOT);
    }
}
