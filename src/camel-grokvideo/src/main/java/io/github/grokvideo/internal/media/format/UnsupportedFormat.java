package io.github.grokvideo.internal.media.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Names the format of content that models do not support, by its first bytes, for messages. */
public final class UnsupportedFormat {

    private record Signature(int offset, String bytes, String name) {

        boolean matches(byte[] content) {
            if (content.length < offset + bytes.length()) {
                return false;
            }
            for (int i = 0; i < bytes.length(); i++) {
                if ((content[offset + i] & 0xFF) != bytes.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    // one char per byte
    private static final List<Signature> SIGNATURES = List.of(
            new Signature(0, "BM", "a BMP image"),
            new Signature(0, "II*\0", "a TIFF image or a raw photo"), new Signature(0, "MM\0*", "a TIFF image or a raw photo"),
            new Signature(0, "II+\0", "a BigTIFF image"), new Signature(0, "MM\0+", "a BigTIFF image"),
            new Signature(0, "II\u001a\0\0\0HEAPCCDR", "a raw photo (CRW)"),
            new Signature(0, "FUJIFILMCCD-RAW", "a raw photo (RAF)"),
            new Signature(0, "IIRO", "a raw photo (ORF)"), new Signature(0, "IIU\0", "a raw photo (RW2)"),
            new Signature(0, "FOVb", "a raw photo (X3F)"), new Signature(1, "MRM", "a raw photo (MRW)"),
            new Signature(0, "\u00ff\n", "a JPEG XL image"), new Signature(4, "JXL ", "a JPEG XL image"),
            new Signature(4, "jP  ", "a JPEG 2000 image"), new Signature(0, "\u00ffO\u00ffQ", "a JPEG 2000 image"),
            new Signature(0, "8BPS", "a Photoshop image"), new Signature(0, "gimp xcf", "a GIMP image"),
            new Signature(0, "\0\0\1\0", "an icon"), new Signature(0, "v/1\1", "an OpenEXR image"),
            new Signature(0, "#?RADIANCE", "a Radiance HDR image"), new Signature(0, "qoif", "a QOI image"),
            new Signature(0, "DDS ", "a DDS image"),
            new Signature(8, "AVI ", "an AVI video"), new Signature(8, "WAVE", "a WAV sound"),
            new Signature(0, "FLV\1", "a Flash video"), new Signature(0, "\0\0\1\u00ba", "an MPEG video"),
            new Signature(0, "\0\0\1\u00b3", "an MPEG video"),
            new Signature(0, "0&\u00b2u\u008ef\u00cf\u0011", "a Windows Media file"),
            new Signature(0, "OggS", "an Ogg file"), new Signature(0, "ID3", "an MP3 sound"),
            new Signature(0, "fLaC", "a FLAC sound"),
            new Signature(4, "moov", "a QuickTime video of the old kind"),
            new Signature(4, "wide", "a QuickTime video of the old kind"),
            new Signature(4, "mdat", "a QuickTime video of the old kind"),
            new Signature(
                    0, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1",
                    "an OLE file, such as Thumbs.db or an old Office document"),
            new Signature(0, "PK\3\4", "a ZIP archive or an Office document"), new Signature(0, "PK\5\6", "a ZIP archive"),
            new Signature(0, "\u001f\u008b", "a gzip archive"), new Signature(0, "BZh", "a bzip2 archive"),
            new Signature(0, "\u00fd7zXZ\0", "an xz archive"), new Signature(0, "7z\u00bc\u00af", "a 7z archive"),
            new Signature(0, "Rar!\u001a", "a RAR archive"), new Signature(0, "(\u00b5/\u00fd", "a zstd archive"),
            new Signature(0, "Bud1", "a .DS_Store file"), new Signature(4, "Bud1", "a .DS_Store file"),
            new Signature(0, "\u007fELF", "a program"), new Signature(0, "SQLite format 3\0", "an SQLite database"));

    private static final Map<String, String> BRANDS = Map.ofEntries(
            Map.entry("avif", "an AVIF image"), Map.entry("avis", "an AVIF image"), Map.entry("crx ", "a raw photo (CR3)"),
            Map.entry("heic", "a HEIC image"), Map.entry("heix", "a HEIC image"), Map.entry("heim", "a HEIC image"),
            Map.entry("heis", "a HEIC image"), Map.entry("hevc", "a HEIC image"), Map.entry("mif1", "a HEIF image"),
            Map.entry("msf1", "a HEIF image"), Map.entry("M4A ", "an M4A sound"), Map.entry("M4B ", "an M4A sound"));

    private static final int HEAD = 1024;

    private UnsupportedFormat() {
    }

    /** The format, such as {@code a HEIC image}; {@code null} if it is unknown or supported. */
    public static String of(byte[] content) {
        if (MediaFormat.of(content) != null) {
            return null;
        }
        IsoMedia iso = new IsoMedia(content);
        if (iso.isIsoMedia()) {
            return BRANDS.getOrDefault(iso.brand(), "a file in the container of MP4 without a video");
        }
        String head = new String(content, 0, Math.min(content.length, HEAD), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u001aE\u00df\u00a3")) {
            return "a Matroska video (MKV)";
        }
        if (head.length() > 188 && head.charAt(0) == 'G' && head.charAt(188) == 'G') {
            return "an MPEG transport stream";
        }
        String written = ofText(head);
        return written != null
                ? written
                : SIGNATURES.stream().filter(signature -> signature.matches(content)).map(Signature::name).findFirst()
                        .orElse(null);
    }

    /** The same for content that is text, such as a document or a drawing. */
    public static String ofText(String text) {
        String head = text.substring(0, Math.min(text.length(), HEAD)).stripLeading().toLowerCase(Locale.ROOT);
        if (head.startsWith("<") && head.contains("<svg")) {
            return "an SVG image";
        }
        if (head.startsWith("%pdf-")) {
            return "a PDF document";
        }
        if (head.startsWith("%!ps")) {
            return "a PostScript document";
        }
        return head.startsWith("{\\rtf") ? "an RTF document" : null;
    }
}
