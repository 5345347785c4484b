package io.github.grokvideo.emulator.internal.media;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.render.UntrustedMedia;
import io.github.grokvideo.emulator.internal.render.UntrustedMedia.Bounds;
import io.github.grokvideo.normalize.Dimensions;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;

/**
 * An input video.
 *
 * @param file      the whole file
 * @param size      in pixels
 * @param seconds   the duration
 * @param container ffmpeg's name of the container format
 * @param codec     ffmpeg's name of the codec
 */
public record InputVideo(byte[] file, Dimensions size, BigDecimal seconds, String container, String codec) {

    private static final int MICROS_SCALE = 6;

    /** @throws ApiError naming the parameter, if it is not a video */
    public static InputVideo of(String parameter, byte[] file) {
        try (FFmpegFrameGrabber grabber = UntrustedMedia.openVideo(file, Bounds.INPUT)) {
            long micros = grabber.getLengthInTime();
            Frame first = grabber.hasVideo() && micros > 0 ? grabber.grabImage() : null;
            if (first == null || first.imageWidth < 1 || first.imageHeight < 1) {
                throw ApiError.invalidRequest(parameter + " has no pictures.");
            }
            BigDecimal seconds = BigDecimal.valueOf(micros, MICROS_SCALE).setScale(2, RoundingMode.HALF_UP)
                    .stripTrailingZeros();
            return new InputVideo(
                    file, new Dimensions(grabber.getImageWidth(), grabber.getImageHeight()), seconds, grabber.getFormat(),
                    grabber.getVideoCodecName());
        } catch (IOException e) {
            throw ApiError.invalidRequest(parameter + " is not a video that can be read: " + e.getMessage());
        }
    }
}
