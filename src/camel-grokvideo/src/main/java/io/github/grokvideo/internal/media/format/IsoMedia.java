package io.github.grokvideo.internal.media.format;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Recognizes videos in the ISO base media format (ISO/IEC 14496-12), which also holds still images and sound: by the
 * major brand, and by the boxes of the content.
 */
final class IsoMedia {

    private static final Set<String> STILL_IMAGES = Set.of(
            "avif", "avis", "mif1", "mif2", "msf1", "miaf", "heif", "heic", "heix", "heim", "heis", "hevc", "hevx", "hevm",
            "hevs", "vvic", "crx ", "jp2 ", "jpx ", "jpm ", "jpeg");
    private static final Set<String> SOUND = Set.of("M4A ", "M4B ", "M4P ", "F4A ", "F4B ", "aax ", "aaxc");

    private final byte[] bytes;

    /** @param bytes the content, or its beginning */
    IsoMedia(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether it is in this format at all. */
    boolean isIsoMedia() {
        return bytes.length >= 8 && "ftyp".equals(text(4));
    }

    /** Its major brand, such as {@code heic}; empty if that is cut off. */
    String brand() {
        return bytes.length >= 12 ? text(8) : "";
    }

    boolean isVideo() {
        if (!isIsoMedia() || STILL_IMAGES.contains(brand()) || SOUND.contains(brand())) {
            return false;
        }
        boolean still = false;
        for (long at = 0, size; at + 8 <= bytes.length; at += size) {
            size = size((int) at);
            if (size < 8) {
                break;
            }
            String box = text((int) at + 4);
            if ("moov".equals(box)) {
                return hasPictures((int) at, (int) Math.min(bytes.length, at + size));
            }
            if ("moof".equals(box)) {
                return true;
            }
            still |= "meta".equals(box);
        }
        return !still;
    }

    // every track has a handler box with its type
    private boolean hasPictures(int from, int to) {
        boolean said = false;
        for (int at = from; at + 16 <= to; at++) {
            if (bytes[at] == 'h' && "hdlr".equals(text(at))) {
                if ("vide".equals(text(at + 12))) {
                    return true;
                }
                said = true;
            }
        }
        return !said;
    }

    private long size(int at) {
        long size = number(at);
        if (size == 0) {
            return bytes.length - (long) at;
        }
        if (size != 1) {
            return size;
        }
        // a size beyond the content means the rest of it
        return at + 16 > bytes.length || number(at + 8) != 0 ? bytes.length : number(at + 12);
    }

    private long number(int at) {
        return (bytes[at] & 0xFFL) << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
    }

    private String text(int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }
}
