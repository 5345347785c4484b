package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

import io.github.grokvideo.normalize.Dimensions;

/** What a job was asked to make, checked. */
interface VideoParameters {

    Api api();

    String model();

    /** Who makes the video. */
    String provider();

    /** Empty if there is none. */
    String prompt();

    /** How many videos. */
    int count();

    /**
     * How the videos come out.
     *
     * @param input        the size of the first input; {@code null} without one, and as long as none has been read
     * @param inputSeconds the duration of the input video; {@code null} likewise
     */
    VideoFormat format(Dimensions input, BigDecimal inputSeconds);

    /** Whether the size follows an input that has yet to be read. */
    boolean sizeDependsOnInput();

    /** @throws ApiError if one cannot be read */
    List<byte[]> readImages(Inputs inputs) throws IOException;

    /**
     * The input video, or {@code null}.
     *
     * @throws ApiError if it cannot be read
     */
    InputVideo readVideo(Inputs inputs) throws IOException;

    /** Whether the input video is played as it is and goes on, instead of being made anew. */
    default boolean isExtension() {
        return false;
    }

    /** The same for requests for the same, whatever the order of their members. */
    default String fingerprint() {
        return null;
    }

    /** {@code null} if there is none. */
    default String idempotencyKey() {
        return null;
    }

    /** {@code null} if there is none. */
    default String webhookUrl() {
        return null;
    }

    /** Where the file is sent; {@code null} if nowhere. */
    default String uploadUrl() {
        return null;
    }

    /** Under which name the file is kept, to be an input again; {@code null} if it is not. */
    default String storedFileName() {
        return null;
    }
}
