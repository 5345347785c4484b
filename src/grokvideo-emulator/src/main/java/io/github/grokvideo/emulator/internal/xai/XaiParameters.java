package io.github.grokvideo.emulator.internal.xai;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.job.JobParameters;
import io.github.grokvideo.emulator.internal.job.VideoFormat;
import io.github.grokvideo.emulator.internal.media.InputVideo;
import io.github.grokvideo.emulator.internal.media.Inputs;
import io.github.grokvideo.emulator.internal.media.Uploads;
import io.github.grokvideo.normalize.AspectRatio;
import io.github.grokvideo.normalize.Dimensions;

/**
 * The parameters of a submission to xAI, and xAI's rules for them: invalid values are refused (400), nothing is
 * adapted, and unknown members are ignored.
 */
final class XaiParameters implements JobParameters {

    private static final int DEFAULT_RESOLUTION = 480;
    private static final int HIGHEST_RESOLUTION = 1080;
    private static final int MAX_REFERENCE_IMAGES = 7;
    private static final BigDecimal MAX_EDIT_SECONDS = new BigDecimal("8.7");
    private static final BigDecimal MIN_EXTENSION_INPUT_SECONDS = new BigDecimal(2);
    private static final BigDecimal MAX_EXTENSION_INPUT_SECONDS = new BigDecimal(30);
    private static final List<String> CODECS = List.of("h264", "hevc", "av1");
    /** Used in place of an input video that is not read because nothing is rendered. */
    private static final InputVideo UNREAD
            = new InputVideo(new byte[0], new Dimensions(848, 480), new BigDecimal(6), "mp4", "h264");

    private final XaiMode mode;
    private final XaiRequest request;
    private final XaiModel model;
    private final int seconds;
    private final AspectRatio aspectRatio;
    private final int resolution;
    private final InputVideo inputVideo;

    /** @throws ApiError naming the parameter, the given value and what is accepted */
    XaiParameters(XaiMode mode, ObjectNode json) {
        this(mode, XaiRequest.read(json), UNREAD);
    }

    private XaiParameters(XaiMode mode, XaiRequest request, InputVideo inputVideo) {
        this.mode = mode;
        this.request = request;
        this.inputVideo = inputVideo;
        this.model = request.model() == null ? XaiModel.GROK_IMAGINE_VIDEO : XaiModel.of(request.model());
        this.aspectRatio = oneOf("aspect_ratio", request.aspectRatio(), XaiSizes.ASPECT_RATIOS);
        Integer givenResolution = oneOf("resolution", request.resolution(), XaiSizes.RESOLUTIONS);
        this.resolution = givenResolution == null ? DEFAULT_RESOLUTION : givenResolution;
        if (mode == XaiMode.GENERATION) {
            checkGeneration();
        } else {
            checkVideoMode();
        }
        this.seconds = checkSeconds(request.duration());
        if (request.uploadUrl() != null) {
            Uploads.checkUrl("output.upload_url", request.uploadUrl());
        }
    }

    private static ApiError invalid(String message) {
        return ApiError.xai(400, message);
    }

    private void checkGeneration() {
        int references = request.referenceImages().size();
        if (references > 0 && (request.image() != null || request.video() != null)) {
            throw invalid("reference_images cannot be combined with image or video.");
        }
        if (request.video() != null) {
            throw invalid("video is not an input of generations: submit it to edits or extensions.");
        }
        if (references > MAX_REFERENCE_IMAGES) {
            throw invalid("reference_images has " + references + " images, but may have " + MAX_REFERENCE_IMAGES + ".");
        }
        if (request.prompt().isBlank() && request.image() == null) {
            throw invalid("prompt is required.");
        }
        if (resolution == HIGHEST_RESOLUTION && (model != XaiModel.GROK_IMAGINE_VIDEO_1_5 || references > 0)) {
            throw invalid("resolution 1080p is not supported by " + model.id() + " for this request.");
        }
    }

    private void checkVideoMode() {
        if (!model.acceptsVideo()) {
            throw invalid(model.id() + " does not support " + mode.path() + ".");
        }
        if (request.prompt().isBlank()) {
            throw invalid("prompt is required.");
        }
        if (request.video() == null) {
            throw invalid("video is required.");
        }
        if (request.duration() != null && mode == XaiMode.EDIT) {
            throw invalid("duration cannot be set: an edit is as long as its input.");
        }
        if (request.aspectRatio() != null) {
            throw invalid("aspect_ratio cannot be set: it follows the input.");
        }
        if (request.resolution() != null) {
            throw invalid("resolution cannot be set: it follows the input.");
        }
    }

    private int checkSeconds(Integer given) {
        int max = mode == XaiMode.EXTENSION || !request.referenceImages().isEmpty() ? 10 : 15;
        if (given == null) {
            return mode == XaiMode.EXTENSION ? 6 : 8;
        }
        if (given < 1 || given > max) {
            throw invalid("duration is " + given + ", but must be 1 to " + max + ".");
        }
        return given;
    }

    private static <T> T oneOf(String name, String given, Map<String, T> values) {
        if (given == null) {
            return null;
        }
        T value = values.get(given);
        if (value == null) {
            throw invalid(name + " is '" + given + "', but must be one of "
                          + String.join(", ", values.keySet().stream().sorted().toList()) + ".");
        }
        return value;
    }

    // inputs

    boolean hasVideo() {
        return request.video() != null;
    }

    /** @throws ApiError if an input is on another machine and remote inputs are not enabled, or not stored */
    void checkInputs(Inputs inputs) {
        Stream.concat(request.images().stream(), Stream.ofNullable(request.video()))
                .forEach(reference -> reference.check(inputs));
    }

    /**
     * Reads the input video, and returns parameters with it.
     *
     * @throws ApiError if it cannot be read, or breaks a rule
     */
    XaiParameters withVideo(Inputs inputs) throws IOException {
        InputVideo read = InputVideo.of("video", request.video().read(inputs));
        if (!read.container().contains("mp4") || !CODECS.contains(read.codec())) {
            throw invalid("video must be an MP4 with H.264, H.265 or AV1, but is " + read.container() + " with "
                          + read.codec() + ".");
        }
        // tolerates one frame more or less, and padded sound
        BigDecimal length = read.seconds().setScale(1, RoundingMode.HALF_UP);
        if (mode == XaiMode.EDIT && length.compareTo(MAX_EDIT_SECONDS) > 0) {
            throw invalid("video has " + length + " seconds, but may have " + MAX_EDIT_SECONDS + ".");
        }
        if (mode == XaiMode.EXTENSION && (length.compareTo(MIN_EXTENSION_INPUT_SECONDS) < 0
                || length.compareTo(MAX_EXTENSION_INPUT_SECONDS) > 0)) {
            throw invalid("video has " + length + " seconds, but must have " + MIN_EXTENSION_INPUT_SECONDS + " to "
                          + MAX_EXTENSION_INPUT_SECONDS + ".");
        }
        return new XaiParameters(mode, request, read);
    }

    @Override
    public InputVideo readVideo(Inputs inputs) {
        return hasVideo() ? inputVideo : null;
    }

    @Override
    public List<byte[]> readImages(Inputs inputs) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (XaiReference reference : request.images()) {
            files.add(reference.readImage(inputs));
        }
        return files;
    }

    // the result

    @Override
    public VideoFormat format(Dimensions input, BigDecimal inputSeconds) {
        if (mode == XaiMode.GENERATION) {
            BigDecimal length = BigDecimal.valueOf(seconds);
            return new VideoFormat(
                    XaiSizes.size(resolution, aspectRatio(input)), length,
                    model.cost(length, resolution, request.images().size()));
        }
        Dimensions size = XaiSizes.fromVideo(inputVideo.size());
        BigDecimal charged = mode == XaiMode.EDIT ? inputVideo.seconds() : BigDecimal.valueOf(seconds);
        BigDecimal length = mode == XaiMode.EDIT ? charged : inputVideo.seconds().add(charged);
        return new VideoFormat(size, length, model.cost(charged, Math.min(size.width(), size.height()), 0));
    }

    private AspectRatio aspectRatio(Dimensions input) {
        return aspectRatio != null ? aspectRatio : XaiSizes.defaultAspectRatio(request.image() == null ? null : input);
    }

    @Override
    public boolean sizeDependsOnInput() {
        return request.image() != null && aspectRatio == null;
    }

    @Override
    public boolean isExtension() {
        return mode == XaiMode.EXTENSION;
    }

    @Override
    public Api api() {
        return Api.XAI;
    }

    @Override
    public String model() {
        return model.id();
    }

    @Override
    public String provider() {
        return "xai";
    }

    @Override
    public String prompt() {
        return request.prompt();
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public String uploadUrl() {
        return request.uploadUrl();
    }

    @Override
    public String storedFileName() {
        return request.storedFileName();
    }
}
