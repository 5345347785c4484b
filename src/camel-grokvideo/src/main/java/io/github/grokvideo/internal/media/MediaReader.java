package io.github.grokvideo.internal.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.media.format.UnsupportedFormat;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;

/**
 * Reads local media as a data URI, which every provider accepts for images and videos. (Lumenfall also accepts images,
 * but not videos, as multipart.)
 *
 * @param maxSize in bytes, before encoding; the option {@code maxInputSize}
 */
public record MediaReader(long maxSize) {

    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** Reads a whole file. */
    public byte[] read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidRequestException(
                        GrokVideoException
                                .because("The input file " + file.getFileName() + " does not exist or is not a file"));
            }
            long size = Files.size(file);
            if (size > maxSize) {
                throw tooLarge("The input file " + file.getFileName() + " has " + size + " bytes");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable("the input file " + file.getFileName(), e);
        }
    }

    /** Reads a stream to its end; it is left open. */
    public byte[] read(InputStream stream) {
        try {
            int most = (int) Math.min(maxSize, MAX_ARRAY);
            byte[] bytes = stream.readNBytes(most);
            if (bytes.length == most && stream.read() >= 0) {
                throw tooLarge("The input stream is longer");
            }
            return bytes;
        } catch (IOException e) {
            throw unreadable("the input stream", e);
        }
    }

    /**
     * @param  bytes                   the media, whose format is recognized by the content alone
     * @param  what                    names the input in messages, such as {@code the body}
     * @throws InvalidRequestException if models do not support the format
     */
    public Media inline(byte[] bytes, String what) {
        if (bytes.length > maxSize) {
            throw tooLarge(what + " has " + bytes.length + " bytes");
        }
        if (bytes.length == 0) {
            throw new InvalidRequestException(GrokVideoException.because(what + " is empty"));
        }
        MediaFormat format = MediaFormat.of(bytes);
        if (format == null) {
            throw unsupported(bytes, what);
        }
        byte[] encoded = Base64.getEncoder().encode(bytes);
        return new Media("data:" + format.contentType() + ";base64," + new String(encoded, StandardCharsets.ISO_8859_1));
    }

    /** The exception for unsupported content: names its format, if it is known, and the supported ones. */
    public static InvalidRequestException unsupported(byte[] bytes, String what) {
        String foreign = UnsupportedFormat.of(bytes);
        return new InvalidRequestException(
                GrokVideoException.because(
                        what + " (" + bytes.length + " bytes) is "
                                           + (foreign == null ? "not an image or video of a known format" : foreign)
                                           + "; expected an image in JPEG, PNG, WebP or GIF, or a video in MP4 or WebM."
                                           + " Convert it first"));
    }

    /** A URL or data URI that came as text. */
    public Media reference(String url, String what) {
        String text = url.trim();
        Media media = new Media(text);
        if (media.isInline()) {
            if (text.length() * 3L / 4 > maxSize) {
                throw tooLarge(what + " is a data URI of about " + text.length() * 3L / 4 + " bytes");
            }
            return media;
        }
        if (!text.regionMatches(true, 0, "https://", 0, 8) && !text.regionMatches(true, 0, "http://", 0, 7)) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            what + " is '" + UntrustedText.sanitize(text, 80)
                                               + "', which is neither an http(s) URL nor a data URI. A local file is taken as an "
                                               + "endpoint option (file:...) or as java.io.File or java.nio.file.Path, never by name from "
                                               + "a message"));
        }
        return media;
    }

    private InvalidRequestException tooLarge(String what) {
        return new InvalidRequestException(
                GrokVideoException.because(what + ", more than maxInputSize=" + maxSize + " bytes"));
    }

    private static InvalidRequestException unreadable(String what, IOException cause) {
        return new InvalidRequestException(
                GrokVideoException.because("Cannot read " + what + ": " + cause.getMessage()).cause(cause));
    }
}
