package io.github.grokvideo.internal.camel.message;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.GrokVideoBodyAs;
import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.ImageRole;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Reads a message and an endpoint's options into a request: a header takes precedence over an option, and what neither
 * has is taken from the body.
 */
public final class RequestReader {

    private final GrokVideoConfiguration configuration;
    private final MediaInputs media;
    private final IdempotencyKeys keys;

    public RequestReader(CamelContext context, GrokVideoConfiguration configuration) {
        this.configuration = configuration;
        this.media = new MediaInputs(context, configuration.getMaxInputSize());
        this.keys = new IdempotencyKeys(context, configuration);
    }

    /**
     * @param  warnings                gets what is likely a mistake
     * @return                         the request, without an idempotency key unless the user set one
     * @throws InvalidRequestException if something is missing or invalid
     */
    public VideoRequest read(Exchange exchange, List<String> warnings) {
        Message in = exchange.getIn();
        Input input = input(exchange, warnings);
        Double duration = MessageValues.number(
                in, GrokVideoConstants.DURATION, Double.class, configuration.getDuration(), "a number of seconds");
        Integer n = n(in);
        RequestedShape shape = shape(exchange);
        String resolution = text(in, GrokVideoConstants.RESOLUTION, configuration.getResolution());
        String key = keys.read(exchange);
        try {
            ParameterRules.duration(source(in, GrokVideoConstants.DURATION, "duration"), duration);
            ParameterRules.n(source(in, GrokVideoConstants.N, "n"), n, warnings);
            ParameterRules.size(source(in, GrokVideoConstants.SIZE, "size"), shape.size(), warnings);
            ParameterRules.aspectRatio(
                    source(in, GrokVideoConstants.ASPECT_RATIO, "aspectRatio"), shape.ratio(), warnings);
            ParameterRules.resolution(source(in, GrokVideoConstants.RESOLUTION, "resolution"), resolution, warnings);
            ParameterRules.idempotencyKey(source(in, GrokVideoConstants.IDEMPOTENCY_KEY, "idempotencyKey"), key);
        } catch (ParameterRules.UnacceptableException e) {
            throw new InvalidRequestException(GrokVideoException.because(e.getMessage()));
        }
        return new VideoRequest(
                text(in, GrokVideoConstants.MODEL, configuration.getModel()), input.prompt(), duration, shape.size(),
                shape.ratio(), resolution, n, input.images(), imageRole(in), input.video(), isExtension(),
                text(in, GrokVideoConstants.USER, configuration.getUser()),
                MessageValues.isBlank(configuration.getWebhookUrl()) ? null : configuration.getWebhookUrl(), key,
                FurtherParameters.read(in, configuration.getParameters()), requestHeaders());
    }

    /** The idempotency key, or {@code null} if the user set none. */
    public String idempotencyKey(Exchange exchange) {
        return keys.read(exchange);
    }

    /** How many videos the message asks for, for when the request itself need not be read again. */
    public int count(Exchange exchange) {
        Integer n = n(exchange.getIn());
        return n == null ? 1 : n;
    }

    /** The size or aspect ratio that the message asks for. */
    public RequestedShape shape(Exchange exchange) {
        Message in = exchange.getIn();
        return new RequestedShape(
                MessageValues.pair(text(in, GrokVideoConstants.SIZE, configuration.getSize())),
                MessageValues.pair(text(in, GrokVideoConstants.ASPECT_RATIO, configuration.getAspectRatio())));
    }

    private boolean isExtension() {
        return configuration.getOperation() == GrokVideoOperation.extend;
    }

    private Integer n(Message in) {
        return MessageValues.number(in, GrokVideoConstants.N, Integer.class, configuration.getN(), "a whole number");
    }

    private static String text(Message in, String header, String option) {
        return MessageValues.text(in, header, option);
    }

    private static String source(Message in, String header, String option) {
        return MessageValues.source(in, header, option);
    }

    // prompt, images and video

    private Input input(Exchange exchange, List<String> warnings) {
        Message in = exchange.getIn();
        String prompt = text(in, GrokVideoConstants.PROMPT, configuration.getPrompt());
        Object video = MessageValues.header(in, GrokVideoConstants.INPUT_VIDEO);
        Object reference = MessageValues.header(in, GrokVideoConstants.INPUT_REFERENCE);
        List<Media> images = MessageValues.isBlank(reference)
                ? media.optionReferences(configuration.getInputReference())
                : media.read(exchange, reference, "header " + GrokVideoConstants.INPUT_REFERENCE);
        Media inputVideo = MessageValues.isBlank(video)
                ? media.optionVideo(configuration.getInputVideo())
                : media.readOne(exchange, video, "header " + GrokVideoConstants.INPUT_VIDEO);

        Input named = new Input(prompt, images, inputVideo);
        Input body = body(exchange, named, warnings);
        Input input = new Input(
                prompt == null ? body.prompt() : prompt, named.hasMedia() ? images : body.images(),
                named.hasMedia() ? inputVideo : body.video());
        requireInput(input);
        requirePrompt(input, body);
        if (isExtension() && input.video() == null) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "No video to extend: set the body, the header " + GrokVideoConstants.INPUT_VIDEO
                                               + " or the option inputVideo"));
        }
        return input;
    }

    // named is what options and headers name
    private Input body(Exchange exchange, Input named, List<String> warnings) {
        GrokVideoBodyAs as = configuration.getBodyAs();
        Object body = exchange.getIn().getBody();
        boolean hasPrompt = named.prompt() != null;
        // a body that is not needed is left alone: it may be the video of the step before
        if (body == null || hasPrompt && (named.hasMedia() || as == GrokVideoBodyAs.prompt)) {
            return Input.NOTHING;
        }
        if (as == GrokVideoBodyAs.auto) {
            return new DetectedBody(media, exchange, hasPrompt, warnings).read(body);
        }
        // if the media come from elsewhere, the body can only be the prompt
        return new DeclaredBody(media, named.hasMedia() ? GrokVideoBodyAs.prompt : as).read(exchange, body);
    }

    private void requireInput(Input input) {
        if (configuration.getBodyAs() == GrokVideoBodyAs.image && input.images().isEmpty()) {
            throw noInput("image", GrokVideoConstants.INPUT_REFERENCE, "inputReference");
        }
        if (configuration.getBodyAs() == GrokVideoBodyAs.video && input.video() == null) {
            throw noInput("video", GrokVideoConstants.INPUT_VIDEO, "inputVideo");
        }
    }

    private static InvalidRequestException noInput(String what, String header, String option) {
        return new InvalidRequestException(
                GrokVideoException.because(
                        "No " + what + ": set the body, the header " + header + " or the option " + option
                                           + ", since bodyAs=" + what + "; nothing was submitted"));
    }

    private static void requirePrompt(Input input, Input body) {
        if (input.prompt() == null) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            body.hasMedia()
                                    ? "No prompt: the body is an image or a video, so the prompt must come from the header "
                                      + GrokVideoConstants.PROMPT + " or the option prompt"
                                    : "No prompt: set the body, the header " + GrokVideoConstants.PROMPT
                                      + " or the option prompt"));
        }
    }

    // other parameters

    private ImageRole imageRole(Message in) {
        String role = text(in, GrokVideoConstants.IMAGE_ROLE, null);
        if (role == null) {
            return configuration.getImageRole();
        }
        return Arrays.stream(ImageRole.values()).filter(known -> known.name().equalsIgnoreCase(role.trim()))
                .findFirst()
                .orElseThrow(() -> MessageValues.invalidHeader(
                        GrokVideoConstants.IMAGE_ROLE, role, "one of " + Arrays.toString(ImageRole.values())));
    }

    private Map<String, String> requestHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        configuration.getRequestHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }
}
