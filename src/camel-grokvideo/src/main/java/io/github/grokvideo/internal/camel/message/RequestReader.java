package io.github.grokvideo.internal.camel.message;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.GrokVideoBodyAs;
import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.internal.request.ParameterJson;
import io.github.grokvideo.internal.request.RawJson;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.ImageRole;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;

/**
 * Reads a message and an endpoint's options into a request: a header beats an option, and a blank value is no value.
 */
public final class RequestReader {

    // a number of any length is a number
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final CamelContext context;
    private final GrokVideoConfiguration configuration;
    private final MediaInputs media;
    private final BodyReader bodies;
    private Expression keyExpression;

    public RequestReader(CamelContext context, GrokVideoConfiguration configuration) {
        this.context = context;
        this.configuration = configuration;
        this.media = new MediaInputs(context, configuration.getMaxInputSize());
        this.bodies = new BodyReader(media, configuration.getBodyAs());
    }

    /**
     * @param  warnings                gets what looks wrong
     * @return                         the request, without an idempotency key unless the user gave one
     * @throws InvalidRequestException if something is missing or cannot be
     */
    public VideoRequest read(Exchange exchange, List<String> warnings) {
        Message in = exchange.getIn();
        String prompt = text(in, GrokVideoConstants.PROMPT, configuration.getPrompt());
        Object video = in.getHeader(GrokVideoConstants.INPUT_VIDEO);
        Object reference = in.getHeader(GrokVideoConstants.INPUT_REFERENCE);

        List<Media> images = isBlank(reference)
                ? media.optionReferences(configuration.getInputReference())
                : media.read(exchange, reference, "header " + GrokVideoConstants.INPUT_REFERENCE);
        Media inputVideo = isBlank(video)
                ? media.optionVideo(configuration.getInputVideo())
                : media.readOne(exchange, video, "header " + GrokVideoConstants.INPUT_VIDEO);

        boolean hasInput = !images.isEmpty() || inputVideo != null;
        BodyReader.Body body = body(exchange, hasInput, prompt != null, warnings);
        if (!hasInput) {
            images = body.images();
            inputVideo = body.video();
        }
        if (prompt == null) {
            prompt = body.prompt();
        }
        requireInput(images, inputVideo);
        if (prompt == null) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            body.isMedia()
                                    ? "No prompt: the body is an image or a video, so the prompt must come from the header "
                                      + GrokVideoConstants.PROMPT + " or the option prompt"
                                    : "No prompt: give it as the body, the header " + GrokVideoConstants.PROMPT
                                      + " or the option prompt"));
        }

        if (configuration.getOperation() == GrokVideoOperation.extend && inputVideo == null) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "No video to extend: give it as the body, the header " + GrokVideoConstants.INPUT_VIDEO
                                               + " or the option inputVideo"));
        }
        Double duration
                = number(in, GrokVideoConstants.DURATION, Double.class, configuration.getDuration(), "a number of seconds");
        Integer n = number(in, GrokVideoConstants.N, Integer.class, configuration.getN(), "a whole number");
        String size = pair(text(in, GrokVideoConstants.SIZE, configuration.getSize()));
        String ratio = pair(text(in, GrokVideoConstants.ASPECT_RATIO, configuration.getAspectRatio()));
        String resolution = text(in, GrokVideoConstants.RESOLUTION, configuration.getResolution());
        String key = idempotencyKey(exchange);
        try {
            ParameterRules.duration(source(in, GrokVideoConstants.DURATION, "duration"), duration);
            ParameterRules.n(source(in, GrokVideoConstants.N, "n"), n, warnings);
            ParameterRules.size(source(in, GrokVideoConstants.SIZE, "size"), size, warnings);
            ParameterRules.aspectRatio(source(in, GrokVideoConstants.ASPECT_RATIO, "aspectRatio"), ratio, warnings);
            ParameterRules.resolution(source(in, GrokVideoConstants.RESOLUTION, "resolution"), resolution, warnings);
            ParameterRules.idempotencyKey(source(in, GrokVideoConstants.IDEMPOTENCY_KEY, "idempotencyKey"), key);
        } catch (ParameterRules.UnacceptableException e) {
            throw new InvalidRequestException(GrokVideoException.because(e.getMessage()));
        }
        return new VideoRequest(
                text(in, GrokVideoConstants.MODEL, configuration.getModel()), prompt, duration, size, ratio, resolution, n,
                images, imageRole(in), inputVideo, configuration.getOperation() == GrokVideoOperation.extend,
                text(in, GrokVideoConstants.USER, configuration.getUser()), isBlank(configuration.getWebhookUrl())
                        ? null
                        : configuration.getWebhookUrl(),
                key,
                parameters(in), requestHeaders());
    }

    private BodyReader.Body body(Exchange exchange, boolean hasInput, boolean hasPrompt, List<String> warnings) {
        // a body that nothing is asked of is left alone: it may be the video of the step before
        if (hasPrompt && (hasInput || configuration.getBodyAs() == GrokVideoBodyAs.prompt)) {
            return BodyReader.Body.NOTHING;
        }
        if (hasInput && configuration.getBodyAs() != GrokVideoBodyAs.auto) {
            // its place is taken, so that it can only be the prompt
            return new BodyReader(media, GrokVideoBodyAs.prompt).read(exchange, false, warnings);
        }
        return bodies.read(exchange, hasPrompt, warnings);
    }

    private void requireInput(List<Media> images, Media video) {
        if (configuration.getBodyAs() == GrokVideoBodyAs.image && images.isEmpty()) {
            throw noInput("image", GrokVideoConstants.INPUT_REFERENCE, "inputReference");
        }
        if (configuration.getBodyAs() == GrokVideoBodyAs.video && video == null) {
            throw noInput("video", GrokVideoConstants.INPUT_VIDEO, "inputVideo");
        }
    }

    private static InvalidRequestException noInput(String what, String header, String option) {
        return new InvalidRequestException(
                GrokVideoException.because(
                        "No " + what + ": with bodyAs=" + what + " the body must be one, unless the header " + header
                                           + " or the option " + option + " names one; nothing was submitted"));
    }

    /** The idempotency key that the message or the option gives, or {@code null}. */
    public String idempotencyKey(Exchange exchange) {
        String key = text(exchange.getIn(), GrokVideoConstants.IDEMPOTENCY_KEY, configuration.getIdempotencyKey());
        if (key == null || !isExpression(key) || !isBlank(exchange.getIn().getHeader(GrokVideoConstants.IDEMPOTENCY_KEY))) {
            return key;
        }
        String made = keyExpression().evaluate(exchange, String.class);
        if (made == null || made.isBlank()) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "Option idempotencyKey: '" + key
                                               + "' gives nothing for this message, accepted are 1 to 256 characters"));
        }
        return made;
    }

    /** Whether an option is to be evaluated for each message. */
    public static boolean isExpression(String option) {
        return option != null && option.contains("${");
    }

    private synchronized Expression keyExpression() {
        if (keyExpression == null) {
            keyExpression = context.resolveLanguage("simple").createExpression(configuration.getIdempotencyKey());
            keyExpression.init(context);
        }
        return keyExpression;
    }

    /** How many videos the message asks for, for when the request itself need not be read again. */
    public int count(Exchange exchange) {
        Integer n = number(exchange.getIn(), GrokVideoConstants.N, Integer.class, configuration.getN(), "a whole number");
        return n == null ? 1 : n;
    }

    /** How many videos the endpoint's option asks for. */
    public int optionCount() {
        return configuration.getN() == null ? 1 : configuration.getN();
    }

    /** The size or shape that the message or the endpoint's options ask for. */
    public AskedShape shape(Exchange exchange) {
        Message in = exchange.getIn();
        return new AskedShape(
                pair(text(in, GrokVideoConstants.SIZE, configuration.getSize())),
                pair(text(in, GrokVideoConstants.ASPECT_RATIO, configuration.getAspectRatio())));
    }

    /** The job that a message speaks of: its body if that is an id or a job, or else the header. */
    public String jobId(Exchange exchange) {
        Object body = exchange.getIn().getBody();
        String id = null;
        if (body instanceof VideoJob job) {
            id = job.id();
        } else if (body instanceof Collection<?> several && several.size() != 1) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "The body holds " + several.size() + " job ids, " + configuration.getOperation()
                                               + " takes one: split the body first"));
        } else if (body instanceof String text && !text.isBlank()
                && (exchange.getIn().getHeader(GrokVideoConstants.JOB_ID) == null || isOneOf(exchange, text.trim()))) {
            id = text.trim();
        } else {
            id = text(exchange.getIn(), GrokVideoConstants.JOB_ID, null);
            if (id == null && body != null) {
                id = exchange.getIn().getBody(String.class);
                id = id == null ? null : id.trim();
            }
        }
        if (id == null || id.isBlank()) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "No job id: " + configuration.getOperation() + " takes it from the header "
                                               + GrokVideoConstants.JOB_ID + " or the body"));
        }
        if (id.length() > 256 || id.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "The " + (exchange.getIn().getHeader(GrokVideoConstants.JOB_ID) == null
                                    ? "body"
                                    : "header " + GrokVideoConstants.JOB_ID)
                                               + " (" + id.length()
                                               + " characters) is not a job id, which has at most 256 characters and no blanks"));
        }
        return id;
    }

    // after a submission of several, a split makes each id a body, while the header still names the first
    private static boolean isOneOf(Exchange exchange, String id) {
        return exchange.getIn().getHeader(GrokVideoConstants.JOB_IDS) instanceof Collection<?> ids && ids.contains(id);
    }

    public static String text(Message in, String header, String option) {
        Object value = in.getHeader(header);
        String text = value == null ? null : in.getHeader(header, String.class);
        if (text != null && !text.isBlank()) {
            return text;
        }
        return option == null || option.isBlank() ? null : option;
    }

    private static <T extends Number> T number(Message in, String header, Class<T> type, T option, String accepted) {
        Object value = in.getHeader(header);
        if (isBlank(value)) {
            return option;
        }
        try {
            T number = in.getHeader(header, type);
            // Camel turns 1.5 into the Integer 1
            if (number != null && (!(value instanceof Number given) || given.doubleValue() == number.doubleValue())) {
                return number;
            }
        } catch (TypeConversionException e) {
            // told below
        }
        throw new InvalidRequestException(
                GrokVideoException.because(
                        new ParameterRules.UnacceptableException("header " + header, value, accepted).getMessage()));
    }

    private ImageRole imageRole(Message in) {
        String given = text(in, GrokVideoConstants.IMAGE_ROLE, null);
        if (given == null) {
            return configuration.getImageRole();
        }
        return Arrays.stream(ImageRole.values()).filter(role -> role.name().equalsIgnoreCase(given.trim()))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        GrokVideoException.because(
                                new ParameterRules.UnacceptableException(
                                        "header " + GrokVideoConstants.IMAGE_ROLE, given,
                                        "one of " + Arrays.toString(ImageRole.values())).getMessage())));
    }

    private static String source(Message in, String header, String option) {
        return isBlank(in.getHeader(header)) ? "option " + option : "header " + header;
    }

    static boolean isBlank(Object value) {
        return value == null || value instanceof CharSequence text && text.toString().isBlank();
    }

    // Kamelet bindings of Camel 4.18.0 hand some values on URL-encoded (CAMEL-23594)
    public static String pair(String value) {
        return value == null ? null : value.trim().replaceAll("(?i)%3A", ":");
    }

    private Map<String, Object> parameters(Message in) {
        Map<String, Object> all = new LinkedHashMap<>();
        configuration.getParameters().forEach((name, value) -> {
            checkName("Option parameters", name);
            all.put(name, ParameterJson.of("option parameters." + name, asWritten(name, value)));
        });
        Object header = in.getHeader(GrokVideoConstants.PARAMETERS);
        if (header instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                checkName("header " + GrokVideoConstants.PARAMETERS, String.valueOf(name));
                all.put(
                        String.valueOf(name),
                        ParameterJson.of("header " + GrokVideoConstants.PARAMETERS + ", " + name, value));
            });
        } else if (!isBlank(header)) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "header " + GrokVideoConstants.PARAMETERS + ": a " + header.getClass().getName()
                                               + " was given, accepted is a java.util.Map"));
        }
        return all;
    }

    private static void checkName(String source, String name) {
        try {
            ReservedParameters.check(source, name);
        } catch (ParameterRules.UnacceptableException e) {
            throw new InvalidRequestException(GrokVideoException.because(e.getMessage()));
        }
    }

    // everything in a URI is text; what is meant as a number or an object is sent as one, to the letter
    private static Object asWritten(String name, Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        try {
            JsonNode node = JSON.readTree(text);
            return node == null || node.isMissingNode() ? text : new RawJson(text.trim());
        } catch (StreamConstraintsException e) {
            throw ParameterJson.tooDeep("option parameters." + name, e);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private Map<String, String> requestHeaders() {
        Map<String, String> headers = new LinkedHashMap<>();
        configuration.getRequestHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        return headers;
    }
}
