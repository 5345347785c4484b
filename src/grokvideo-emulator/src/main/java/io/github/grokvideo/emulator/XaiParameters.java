package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.normalize.AspectRatio;
import io.github.grokvideo.normalize.Dimensions;

/**
 * The parameters of a submission to xAI, checked: 422 for what has the wrong type, 400 for what has a wrong value.
 * Nothing is adapted, and what is unknown is not looked at.
 */
final class XaiParameters implements VideoParameters {

    /** What is submitted, and so where. */
    enum Mode {
        GENERATION("generations"),
        EDIT("edits"),
        EXTENSION("extensions");

        private final String path;

        Mode(String path) {
            this.path = path;
        }

        String path() {
            return path;
        }
    }

    /** The models, and what each of them charges. */
    enum Model {
        GROK_IMAGINE_VIDEO("grok-imagine-video", List.of(), "0.05", "0.07", "0", true),
        GROK_IMAGINE_VIDEO_1_5(
                               "grok-imagine-video-1.5", List.of("grok-imagine-video-1.5-preview"), "0.08", "0.14", "0.01",
                               false);

        private final String id;
        private final List<String> aliases;
        private final BigDecimal pricePerSecond480p;
        private final BigDecimal pricePerSecondAbove;
        private final BigDecimal pricePerImage;
        private final boolean takesVideo;

        Model(
              String id, List<String> aliases, String pricePerSecond480p, String pricePerSecondAbove, String pricePerImage,
              boolean takesVideo) {
            this.id = id;
            this.aliases = aliases;
            this.pricePerSecond480p = new BigDecimal(pricePerSecond480p);
            this.pricePerSecondAbove = new BigDecimal(pricePerSecondAbove);
            this.pricePerImage = new BigDecimal(pricePerImage);
            this.takesVideo = takesVideo;
        }

        /** @throws ApiError if there is none */
        static Model of(String name) {
            return Stream.of(values()).filter(model -> model.id.equals(name) || model.aliases.contains(name)).findFirst()
                    .orElseThrow(() -> ApiError.xai(
                            404, "The model " + name + " does not exist or your team does not have access to it."));
        }

        String id() {
            return id;
        }

        List<String> aliases() {
            return aliases;
        }

        boolean takesVideo() {
            return takesVideo;
        }

        BigDecimal cost(BigDecimal seconds, int shorterSide, int images) {
            BigDecimal perSecond = shorterSide > LOWEST ? pricePerSecondAbove : pricePerSecond480p;
            return perSecond.multiply(seconds).add(pricePerImage.multiply(BigDecimal.valueOf(images)))
                    .stripTrailingZeros();
        }
    }

    /** An input: by its address, or by the id of a stored file. */
    private record Reference(String name, String url, String fileId) {
    }

    private static final int LOWEST = 480;
    private static final int HIGHEST_FROM_VIDEO = 720;
    private static final AspectRatio WIDE = new AspectRatio(16, 9);
    private static final Map<String, AspectRatio> ASPECT_RATIOS = aspectRatios();
    private static final Map<String, Integer> RESOLUTIONS = Map.of("480p", LOWEST, "720p", 720, "1080p", 1080);
    private static final int MAX_REFERENCE_IMAGES = 7;
    private static final int BLOCK = 16;
    private static final BigDecimal MAX_EDIT_SECONDS = new BigDecimal("8.7");
    private static final BigDecimal MIN_EXTENSION_INPUT_SECONDS = new BigDecimal(2);
    private static final BigDecimal MAX_EXTENSION_INPUT_SECONDS = new BigDecimal(30);
    /** What stands for an input video that is not read, because nothing is rendered. */
    private static final InputVideo UNREAD
            = new InputVideo(new byte[0], new Dimensions(848, 480), new BigDecimal(6), "mp4", "h264");

    private final Mode mode;
    private final ObjectNode json;
    private final Model model;
    private final String prompt;
    private final int seconds;
    private final AspectRatio aspectRatio;
    private final int resolution;
    private final Reference image;
    private final List<Reference> referenceImages;
    private final Reference video;
    private final InputVideo inputVideo;
    private final String storedFileName;
    private final String uploadUrl;

    /** @throws ApiError naming the parameter, what was given and what is accepted */
    XaiParameters(Mode mode, ObjectNode json) {
        this(mode, json, UNREAD);
    }

    private XaiParameters(Mode mode, ObjectNode json, InputVideo inputVideo) {
        this.mode = mode;
        this.json = json;
        this.inputVideo = inputVideo;
        String modelName = text(json, "model");
        this.prompt = text(json, "prompt") == null ? "" : text(json, "prompt");
        Integer duration = integer(json, only(json, "duration", "seconds"));
        String shape = text(json, "aspect_ratio");
        String tier = text(json, "resolution");
        this.image = reference(json, only(json, "image", "input_reference"), "image");
        this.referenceImages = references(json, "reference_images");
        this.video = reference(json, "video", "video");
        this.storedFileName = storedFileName(json);
        this.uploadUrl = text(object(json, "output"), "upload_url");

        this.model = modelName == null ? Model.GROK_IMAGINE_VIDEO : Model.of(modelName);
        this.aspectRatio = oneOf("aspect_ratio", shape, ASPECT_RATIOS);
        Integer givenResolution = oneOf("resolution", tier, RESOLUTIONS);
        this.resolution = givenResolution == null ? LOWEST : givenResolution;
        if (mode == Mode.GENERATION) {
            checkGeneration();
        } else {
            checkVideoMode(duration, shape, tier);
        }
        this.seconds = checkSeconds(duration);
        if (uploadUrl != null) {
            Uploads.checkUrl("output.upload_url", uploadUrl);
        }
    }

    private static Map<String, AspectRatio> aspectRatios() {
        Map<String, AspectRatio> ratios = new LinkedHashMap<>();
        for (String ratio : List.of("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3")) {
            ratios.put(ratio, AspectRatio.parse(ratio).orElseThrow());
        }
        return ratios;
    }

    // values

    private void checkGeneration() {
        boolean byReference = !referenceImages.isEmpty();
        if (byReference && (image != null || video != null)) {
            throw ApiError.xai(400, "reference_images cannot be combined with image or video.");
        }
        if (video != null) {
            throw ApiError.xai(400, "video is not an input of generations: submit it to edits or extensions.");
        }
        if (referenceImages.size() > MAX_REFERENCE_IMAGES) {
            throw ApiError.xai(
                    400, "reference_images has " + referenceImages.size() + " images, but may have "
                         + MAX_REFERENCE_IMAGES + ".");
        }
        if (prompt.isBlank() && image == null) {
            throw ApiError.xai(400, "prompt is required.");
        }
        if (resolution == 1080 && (model != Model.GROK_IMAGINE_VIDEO_1_5 || byReference)) {
            throw ApiError.xai(400, "resolution 1080p is not supported by " + model.id() + " for this request.");
        }
    }

    private void checkVideoMode(Integer duration, String shape, String tier) {
        if (!model.takesVideo()) {
            throw ApiError.xai(400, model.id() + " does not support " + mode.path() + ".");
        }
        if (prompt.isBlank()) {
            throw ApiError.xai(400, "prompt is required.");
        }
        if (video == null) {
            throw ApiError.xai(400, "video is required.");
        }
        if (duration != null && mode == Mode.EDIT) {
            throw ApiError.xai(400, "duration cannot be set: an edit is as long as its input.");
        }
        if (shape != null) {
            throw ApiError.xai(400, "aspect_ratio cannot be set: it follows the input.");
        }
        if (tier != null) {
            throw ApiError.xai(400, "resolution cannot be set: it follows the input.");
        }
    }

    private int checkSeconds(Integer given) {
        int most = mode == Mode.EXTENSION || !referenceImages.isEmpty() ? 10 : 15;
        if (given == null) {
            return mode == Mode.EXTENSION ? 6 : 8;
        }
        if (given < 1 || given > most) {
            throw ApiError.xai(400, "duration is " + given + ", but must be 1 to " + most + ".");
        }
        return given;
    }

    private static <T> T oneOf(String name, String given, Map<String, T> values) {
        if (given == null) {
            return null;
        }
        T value = values.get(given);
        if (value == null) {
            throw ApiError.xai(
                    400, name + " is '" + given + "', but must be one of "
                         + String.join(", ", values.keySet().stream().sorted().toList()) + ".");
        }
        return value;
    }

    // types

    private static boolean isGiven(JsonNode json, String name) {
        return json.hasNonNull(name);
    }

    /** The one of two names for the same that is used. */
    private static String only(ObjectNode json, String name, String alias) {
        if (isGiven(json, name) && isGiven(json, alias)) {
            throw wrongType(name, "it is given twice, also as " + alias);
        }
        return isGiven(json, alias) ? alias : name;
    }

    private static ApiError wrongType(String name, String problem) {
        return ApiError.xai(422, "Failed to deserialize the JSON body: " + name + ": " + problem + ".");
    }

    private static String text(JsonNode json, String name) {
        if (!isGiven(json, name)) {
            return null;
        }
        if (!json.get(name).isTextual()) {
            throw wrongType(name, "expected a string");
        }
        return json.get(name).asText();
    }

    private static Integer integer(ObjectNode json, String name) {
        if (!isGiven(json, name)) {
            return null;
        }
        JsonNode node = json.get(name);
        try {
            if (node.isNumber() || node.isTextual()) {
                return new BigDecimal(node.asText().strip()).intValueExact();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // answered below
        }
        throw wrongType(name, "expected a whole number, but is " + node);
    }

    private static ObjectNode object(ObjectNode json, String name) {
        if (!isGiven(json, name)) {
            return Json.object();
        }
        if (json.get(name) instanceof ObjectNode object) {
            return object;
        }
        throw wrongType(name, "expected an object");
    }

    private static List<Reference> references(ObjectNode json, String name) {
        if (!isGiven(json, name)) {
            return List.of();
        }
        if (!json.get(name).isArray()) {
            throw wrongType(name, "expected an array");
        }
        List<Reference> references = new ArrayList<>();
        for (JsonNode element : json.get(name)) {
            references.add(reference(name, element, "image"));
        }
        return references;
    }

    private static Reference reference(ObjectNode json, String name, String family) {
        return isGiven(json, name) ? reference(name, json.get(name), family) : null;
    }

    private static Reference reference(String name, JsonNode node, String family) {
        if (!(node instanceof ObjectNode object)) {
            throw wrongType(name, "expected an object with url or file_id");
        }
        String url = text(object, family.equals("image") ? only(object, "url", "image_url") : "url");
        String fileId = text(object, "file_id");
        if ((url == null) == (fileId == null)) {
            throw ApiError.xai(400, name + " must have either url or file_id.");
        }
        if (url != null) {
            LumenfallParameters.checkMedia(name, url, family);
        }
        return new Reference(name, url, fileId);
    }

    private static String storedFileName(ObjectNode json) {
        if (!isGiven(json, "storage_options")) {
            return null;
        }
        String name = text(object(json, "storage_options"), "filename");
        return name == null || name.isBlank() ? "video.mp4" : name;
    }

    // inputs

    boolean hasVideo() {
        return video != null;
    }

    private List<Reference> images() {
        return image == null ? referenceImages : List.of(image);
    }

    /** @throws ApiError if one is at another machine, or not stored */
    void checkInputs(Inputs inputs) {
        Stream.concat(images().stream(), Stream.ofNullable(video)).forEach(reference -> {
            if (reference.url() != null) {
                inputs.checkHost(reference.url());
            } else {
                inputs.storedFile(reference.name(), reference.fileId());
            }
        });
    }

    /**
     * With the input video read.
     *
     * @throws ApiError if it cannot be read, or cannot be used
     */
    XaiParameters withVideo(Inputs inputs) throws IOException {
        byte[] file = video.url() != null
                ? inputs.read("video", video.url()) : Files.readAllBytes(inputs.storedFile("video", video.fileId()));
        InputVideo read = InputVideo.of("video", file);
        if (!read.container().contains("mp4") || !List.of("h264", "hevc", "av1").contains(read.codec())) {
            throw ApiError.xai(400, "video must be an MP4 with H.264, H.265 or AV1, but is " + read.container() + " with "
                                    + read.codec() + ".");
        }
        // a frame more or less, and the padding of the sound, do not count
        BigDecimal length = read.seconds().setScale(1, RoundingMode.HALF_UP);
        if (mode == Mode.EDIT && length.compareTo(MAX_EDIT_SECONDS) > 0) {
            throw ApiError.xai(400, "video has " + length + " seconds, but may have 8.7.");
        }
        if (mode == Mode.EXTENSION && (length.compareTo(MIN_EXTENSION_INPUT_SECONDS) < 0
                || length.compareTo(MAX_EXTENSION_INPUT_SECONDS) > 0)) {
            throw ApiError.xai(400, "video has " + length + " seconds, but must have 2 to 30.");
        }
        return new XaiParameters(mode, json, read);
    }

    @Override
    public InputVideo readVideo(Inputs inputs) {
        return video == null ? null : inputVideo;
    }

    @Override
    public List<byte[]> readImages(Inputs inputs) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (Reference reference : images()) {
            files.add(
                    reference.url() != null
                            ? inputs.readImage(reference.name(), reference.url())
                            : Files.readAllBytes(inputs.storedFile(reference.name(), reference.fileId())));
        }
        return files;
    }

    // what comes out

    @Override
    public VideoFormat format(Dimensions input, BigDecimal inputSeconds) {
        if (mode == Mode.GENERATION) {
            Dimensions size = size(resolution, shape(input));
            BigDecimal length = BigDecimal.valueOf(seconds);
            return new VideoFormat(size, length, model.cost(length, resolution, images().size()));
        }
        Dimensions size = limited(inputVideo.size());
        BigDecimal made = mode == Mode.EDIT ? inputVideo.seconds() : BigDecimal.valueOf(seconds);
        BigDecimal length = mode == Mode.EDIT ? made : inputVideo.seconds().add(made);
        return new VideoFormat(size, length, model.cost(made, Math.min(size.width(), size.height()), 0));
    }

    private AspectRatio shape(Dimensions input) {
        if (aspectRatio != null) {
            return aspectRatio;
        }
        return image == null || input == null ? WIDE : input.aspectRatio().nearest(ASPECT_RATIOS.values());
    }

    private static Dimensions size(int shorter, AspectRatio ratio) {
        long narrow = Math.min(ratio.width(), ratio.height());
        long wide = Math.max(ratio.width(), ratio.height());
        boolean even = shorter * wide % (2 * narrow) == 0;
        // 16:9 of 480 is no whole number: the documented size then is one of whole blocks, 848
        int longer = (int) (even ? shorter * wide / narrow : shorter * wide / narrow / BLOCK * BLOCK);
        return ratio.width() >= ratio.height() ? new Dimensions(longer, shorter) : new Dimensions(shorter, longer);
    }

    private static Dimensions limited(Dimensions input) {
        int shorter = Math.min(input.width(), input.height());
        if (shorter <= HIGHEST_FROM_VIDEO) {
            return input;
        }
        return new Dimensions(scaled(input.width(), shorter), scaled(input.height(), shorter));
    }

    private static int scaled(int side, int shorter) {
        return (int) Math.round(side * (double) HIGHEST_FROM_VIDEO / shorter / 2) * 2;
    }

    @Override
    public boolean sizeDependsOnInput() {
        return image != null && aspectRatio == null;
    }

    @Override
    public boolean isExtension() {
        return mode == Mode.EXTENSION;
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
        return prompt;
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public String uploadUrl() {
        return uploadUrl;
    }

    @Override
    public String storedFileName() {
        return storedFileName;
    }
}
