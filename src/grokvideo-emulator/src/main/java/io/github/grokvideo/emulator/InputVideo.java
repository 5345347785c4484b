package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

import io.github.grokvideo.normalize.Dimensions;

/** An input video that was read. */
record InputVideo(byte[] file, Dimensions size, BigDecimal seconds, String container, String codec) {

    /** @throws ApiError naming the parameter, if it is not a video */
    static InputVideo of(String parameter, byte[] file) {
        VideoProbe probe;
        try {
            probe = VideoProbe.probe(file);
        } catch (IOException e) {
            throw ApiError.invalidRequest(parameter + " is not a video that can be read: " + e.getMessage());
        }
        if (probe.width() == 0 || probe.duration().isZero()) {
            throw ApiError.invalidRequest(parameter + " has no pictures.");
        }
        BigDecimal seconds = BigDecimal.valueOf(probe.duration().toMillis()).movePointLeft(3)
                .setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
        return new InputVideo(
                file, new Dimensions(probe.width(), probe.height()), seconds, probe.container(), probe.videoCodec());
    }
}
