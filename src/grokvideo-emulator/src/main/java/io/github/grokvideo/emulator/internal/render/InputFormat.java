package io.github.grokvideo.emulator.internal.render;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An accepted format of inputs, recognized by the first bytes of a file. Names and media types are ignored: ffmpeg also
 * knows playlists and session descriptions, which would make it open files and sockets.
 */
enum InputFormat {

    PNG(false, null),
    JPEG(false, null),
    GIF(false, null),
    BMP(false, null),
    /** Read by ffmpeg, unlike the formats above, which ImageIO reads. */
    WEBP(false, "webp_pipe"),
    /** Also QuickTime and 3GP. */
    MP4(true, "mov"),
    /** Also WebM. */
    MATROSKA(true, "matroska"),
    AVI(true, "avi");

    private static final int RIFF_TYPE = 8;
    private static final int BOX_TYPE = 4;
    private static final int BMP_HEADER_SIZE = 14;
    private static final Set<Integer> BMP_HEADER_SIZES = Set.of(12, 40, 52, 56, 64, 108, 124);
    /** The boxes that a file begins with, those of QuickTime before there was {@code ftyp} included. */
    private static final Set<String> FIRST_BOXES = Set.of("ftyp", "moov", "mdat", "wide", "free", "skip");

    private final boolean video;
    private final String demuxer;

    InputFormat(boolean video, String demuxer) {
        this.video = video;
        this.demuxer = demuxer;
    }

    /** Whether it is a video format; otherwise an image format. */
    boolean isVideo() {
        return video;
    }

    /** ffmpeg's name of the demuxer; {@code null} if ImageIO reads the format. */
    String demuxer() {
        return demuxer;
    }

    /** The format of a file; empty if it is none of these. */
    static Optional<InputFormat> of(byte[] file) {
        return Stream.of(values()).filter(format -> format.matches(file)).findFirst();
    }

    private boolean matches(byte[] file) {
        return switch (this) {
            case PNG -> isAt(file, 0, "\u0089PNG\r\n\u001a\n");
            case JPEG -> isAt(file, 0, "\u00ff\u00d8\u00ff");
            case GIF -> isAt(file, 0, "GIF87a") || isAt(file, 0, "GIF89a");
            // two letters alone are not enough
            case BMP -> isAt(file, 0, "BM") && file.length > BMP_HEADER_SIZE + 4
                    && BMP_HEADER_SIZES.contains(file[BMP_HEADER_SIZE] & 0xff) && file[BMP_HEADER_SIZE + 1] == 0;
            case WEBP -> isAt(file, 0, "RIFF") && isAt(file, RIFF_TYPE, "WEBP");
            case AVI -> isAt(file, 0, "RIFF") && isAt(file, RIFF_TYPE, "AVI ");
            case MATROSKA -> isAt(file, 0, "\u001aE\u00df\u00a3");
            case MP4 -> FIRST_BOXES.stream().anyMatch(type -> isAt(file, BOX_TYPE, type));
        };
    }

    private static boolean isAt(byte[] file, int offset, String bytes) {
        byte[] expected = bytes.getBytes(StandardCharsets.ISO_8859_1);
        return file.length >= offset + expected.length
                && Arrays.equals(file, offset, offset + expected.length, expected, 0, expected.length);
    }

    /** The names of the image formats, for an error message. */
    static String imageNames() {
        return names(format -> !format.video);
    }

    /** The names of the video formats, for an error message. */
    static String videoNames() {
        return names(InputFormat::isVideo);
    }

    private static String names(Predicate<InputFormat> wanted) {
        return Stream.of(values()).filter(wanted).map(Enum::name)
                .map(name -> name.length() > 4 ? name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) : name)
                .collect(Collectors.joining(", "));
    }
}
