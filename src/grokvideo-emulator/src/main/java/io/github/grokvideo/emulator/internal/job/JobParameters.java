package io.github.grokvideo.emulator.internal.job;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.internal.media.InputVideo;
import io.github.grokvideo.emulator.internal.media.Inputs;
import io.github.grokvideo.normalize.Dimensions;

/** The checked parameters of a job. */
public interface JobParameters {

    /** The API that the job was submitted to. */
    Api api();

    /** The model's id. */
    String model();

    /** The provider of the model. */
    String provider();

    /** The prompt; empty if there is none. */
    String prompt();

    /** The number of videos. */
    int count();

    /**
     * The format of the videos.
     *
     * @param input        the size of the first input; {@code null} without inputs, and before they are read
     * @param inputSeconds the duration of the input video; {@code null} likewise
     */
    VideoFormat format(Dimensions input, BigDecimal inputSeconds);

    /** Whether the size depends on an input that has not been read yet. */
    boolean sizeDependsOnInput();

    /**
     * Reads the input images.
     *
     * @throws io.github.grokvideo.emulator.internal.ApiError if one cannot be read
     */
    List<byte[]> readImages(Inputs inputs) throws IOException;

    /**
     * Reads the input video; {@code null} if there is none.
     *
     * @throws io.github.grokvideo.emulator.internal.ApiError if it cannot be read
     */
    InputVideo readVideo(Inputs inputs) throws IOException;

    /** Whether the video continues the input video instead of replacing it. */
    default boolean isExtension() {
        return false;
    }

    /** A digest that is equal for equal parameters, whatever their order; {@code null} without idempotency key. */
    default String fingerprint() {
        return null;
    }

    /** The idempotency key; {@code null} if there is none. */
    default String idempotencyKey() {
        return null;
    }

    /** The URL for the webhook; {@code null} if there is none. */
    default String webhookUrl() {
        return null;
    }

    /** The URL that the video is uploaded to; {@code null} if there is none. */
    default String uploadUrl() {
        return null;
    }

    /** The name under which the video is stored, to be an input later; {@code null} if it is not stored. */
    default String storedFileName() {
        return null;
    }
}
