package io.github.grokvideo;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.gateway.ParameterJson;
import io.github.grokvideo.media.MediaFormat;
import io.github.grokvideo.media.MediaReader;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.Media;
import io.github.grokvideo.model.RawJson;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.VideoRequest;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.StreamCache;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.IOHelper;

/**
 * Reads a message and an endpoint's options into a request: a header beats an option, and a blank value is no value.
 */
final class RequestReader {

    // a number of any length is a number
    private static final ObjectMapper JSON = new ObjectMapper(
            JsonFactory.builder().streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern BETWEEN_REFERENCES = Pattern.compile(",(?=https?:|file:|classpath:|data:)");
    private static final Pattern FORM_ENCODED
            = Pattern.compile("(?=.*(?:[^+]\\+[^+]|%[0-9A-F]{2}))[A-Za-z0-9.*_+%-]+");
    private static final Pattern VIDEO_NAME = Pattern.compile("(?i).*\\.(mp4|m4v|mov|webm)");
    private static final Pattern IMAGE_NAME = Pattern.compile("(?i).*\\.(jpe?g|png|webp|gif)");

    private final CamelContext context;
    private final GrokVideoConfiguration configuration;
    private final MediaReader media;
    private Expression keyExpression;

    RequestReader(CamelContext context, GrokVideoConfiguration configuration) {
        this.context = context;
        this.configuration = configuration;
        this.media = new MediaReader(configuration.getMaxInputSize());
    }

    /**
     * @param  warnings                gets what looks wrong
     * @return                         the request, without an idempotency key unless the user gave one
     * @throws InvalidRequestException if something is missing or cannot be
     */
    VideoRequest read(Exchange exchange, List<String> warnings) {
        Message in = exchange.getIn();
        String prompt = text(in, GrokVideoConstants.PROMPT, prompt(configuration.getPrompt()));
        Object video = in.getHeader(GrokVideoConstants.INPUT_VIDEO);
        Object reference = in.getHeader(GrokVideoConstants.INPUT_REFERENCE);

        List<Media> images = isBlank(reference)
                ? optionReferences(configuration.getInputReference())
                : media(exchange, reference, "header " + GrokVideoConstants.INPUT_REFERENCE);
        Media inputVideo = isBlank(video)
                ? optionVideo(configuration.getInputVideo())
                : only(media(exchange, video, "header " + GrokVideoConstants.INPUT_VIDEO));

        // a body that nothing is asked of is left alone: it may be the video of the step before
        boolean hasInput = !images.isEmpty() || inputVideo != null;
        Body body = hasInput && prompt != null ? Body.NOTHING : body(exchange, prompt != null, warnings);
        if (!hasInput) {
            images = body.images;
            inputVideo = body.video;
        }
        if (prompt == null) {
            prompt = body.text;
        }
        if (prompt == null) {
            boolean mediaBody = !body.images.isEmpty() || body.video != null;
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            mediaBody
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

    /** The idempotency key that the message or the option gives, or {@code null}. */
    String idempotencyKey(Exchange exchange) {
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
    static boolean isExpression(String option) {
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
    int count(Exchange exchange) {
        Integer n = number(exchange.getIn(), GrokVideoConstants.N, Integer.class, configuration.getN(), "a whole number");
        return n == null ? 1 : n;
    }

    /** How many videos the endpoint's option asks for. */
    int optionCount() {
        return configuration.getN() == null ? 1 : configuration.getN();
    }

    /** The job that a message speaks of: its body if that is an id or a job, or else the header. */
    String jobId(Exchange exchange) {
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

    static String text(Message in, String header, String option) {
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

    private VideoRequest.ImageRole imageRole(Message in) {
        String given = text(in, GrokVideoConstants.IMAGE_ROLE, null);
        if (given == null) {
            return configuration.getImageRole();
        }
        return Arrays.stream(VideoRequest.ImageRole.values()).filter(role -> role.name().equalsIgnoreCase(given.trim()))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException(
                        GrokVideoException.because(
                                new ParameterRules.UnacceptableException(
                                        "header " + GrokVideoConstants.IMAGE_ROLE, given,
                                        "one of " + Arrays.toString(VideoRequest.ImageRole.values())).getMessage())));
    }

    private static String source(Message in, String header, String option) {
        return isBlank(in.getHeader(header)) ? "option " + option : "header " + header;
    }

    private static boolean isBlank(Object value) {
        return value == null || value instanceof CharSequence text && text.toString().isBlank();
    }

    // Kamelet bindings of Camel 4.18.0 hand some values on URL-encoded (CAMEL-23594)
    static String pair(String value) {
        return value == null ? null : value.trim().replaceAll("(?i)%3A", ":");
    }

    // the same of a prompt: no sentence that a person wrote has plus signs or escapes and not a single blank
    static String prompt(String option) {
        if (option == null || !FORM_ENCODED.matcher(option).matches()) {
            return option;
        }
        // Camel leaves a percent sign as it is
        return URLDecoder.decode(option.replaceAll("%(?![0-9A-F]{2})", "%25"), StandardCharsets.UTF_8);
    }

    private Map<String, Object> parameters(Message in) {
        Map<String, Object> all = new LinkedHashMap<>();
        configuration.getParameters().forEach(
                (name, value) -> all.put(name, ParameterJson.of("option parameters." + name, asWritten(name, value))));
        Object header = in.getHeader(GrokVideoConstants.PARAMETERS);
        if (header instanceof Map<?, ?> map) {
            map.forEach((name, value) -> all.put(
                    String.valueOf(name), ParameterJson.of("header " + GrokVideoConstants.PARAMETERS + ", " + name, value)));
        } else if (!isBlank(header)) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "header " + GrokVideoConstants.PARAMETERS + ": a " + header.getClass().getName()
                                               + " was given, accepted is a java.util.Map"));
        }
        return all;
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

    // input media

    private List<Media> optionReferences(String option) {
        if (isBlank(option)) {
            return List.of();
        }
        List<Media> references = new ArrayList<>();
        for (String one : BETWEEN_REFERENCES.split(option.trim())) {
            references.add(optionMedia(one.trim(), "option inputReference"));
        }
        return references;
    }

    private Media optionVideo(String option) {
        return isBlank(option) ? null : optionMedia(option.trim(), "option inputVideo");
    }

    // an option is the route's own word, and may name a file of this machine
    private Media optionMedia(String value, String what) {
        String lower = value.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http:") || lower.startsWith("https:") || lower.startsWith("data:")) {
            return media.reference(value, what);
        }
        if (!lower.startsWith("classpath:")) {
            Path file = Path.of(lower.startsWith("file:") ? value.substring("file:".length()) : value);
            return media.inline(media.read(file), byName(value), what);
        }
        try (InputStream resource = ResourceHelper.resolveMandatoryResourceAsInputStream(context, value)) {
            return media.inline(media.read(resource), byName(value), what);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    GrokVideoException.because(what + ": '" + value + "' cannot be read: " + e.getMessage()).cause(e));
        }
    }

    private List<Media> media(Exchange exchange, Object value, String what) {
        List<Media> found = new ArrayList<>();
        if (value instanceof Collection<?> || value instanceof Object[]) {
            Collection<?> values = value instanceof Object[] array ? Arrays.asList(array) : (Collection<?>) value;
            values.forEach(one -> found.addAll(media(exchange, one, what)));
        } else if (value instanceof String text) {
            for (String one : BETWEEN_REFERENCES.split(text.trim())) {
                found.add(media.reference(one, what));
            }
        } else if (value instanceof URI || value instanceof URL) {
            found.add(media.reference(value.toString(), what));
        } else if (value instanceof Media one) {
            found.add(one);
        } else {
            Content content = content(exchange, value);
            if (content == null) {
                throw new InvalidRequestException(
                        GrokVideoException.because(
                                what + ": a " + value.getClass().getName()
                                                   + " was given, accepted are URLs, data URIs, File, Path, InputStream, byte[] and "
                                                   + "collections of these"));
            }
            found.add(media.inline(content.bytes, content.type, what));
        }
        return found;
    }

    private static Media only(List<Media> media) {
        if (media.size() != 1) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "header " + GrokVideoConstants.INPUT_VIDEO + ": " + media.size()
                                               + " videos were given, accepted is one"));
        }
        return media.get(0);
    }

    /** Bytes, and what they are said to be. */
    private record Content(byte[] bytes, String type) {
    }

    private Content content(Exchange exchange, Object value) {
        if (value instanceof WrappedFile<?> wrapped && !(wrapped.getFile() instanceof File)) {
            // a file of another machine, such as FTP's: its content comes with the message
            byte[] bytes = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, value);
            return bytes == null
                    ? null : new Content(bytes, byName(exchange.getIn().getHeader(Exchange.FILE_NAME, String.class)));
        }
        Object local = value instanceof WrappedFile<?> wrapped ? wrapped.getFile() : value;
        if (local instanceof File file) {
            return new Content(media.read(file.toPath()), byName(file.getName()));
        }
        if (local instanceof Path path) {
            return new Content(media.read(path), byName(String.valueOf(path.getFileName())));
        }
        if (local instanceof byte[] bytes) {
            return new Content(bytes, null);
        }
        if (local instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return new Content(bytes, null);
        }
        if (local instanceof InputStream stream) {
            byte[] bytes = media.read(stream);
            if (stream instanceof StreamCache cache) {
                cache.reset();
            }
            return new Content(bytes, null);
        }
        if (local instanceof StreamCache) {
            InputStream stream = exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, local);
            return stream == null ? null : new Content(media.read(stream), null);
        }
        return null;
    }

    private static String byName(String name) {
        if (name == null) {
            return null;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        for (MediaFormat format : MediaFormat.values()) {
            if (lower.endsWith("." + format.extension())) {
                return format.contentType();
            }
        }
        return lower.endsWith(".jpeg") ? MediaFormat.JPEG.contentType()
                : lower.endsWith(".mov") || lower.endsWith(".m4v") ? MediaFormat.MP4.contentType() : null;
    }

    // the body

    /** What the body turned out to be: text, images, or a video. */
    private record Body(String text, List<Media> images, Media video) {

        static final Body NOTHING = new Body(null, List.of(), null);

        static Body text(String text) {
            return text == null || text.isBlank() ? NOTHING : new Body(text, List.of(), null);
        }

        static Body of(Media media, boolean video) {
            return video ? new Body(null, List.of(), media) : new Body(null, List.of(media), null);
        }
    }

    private Body body(Exchange exchange, boolean hasPrompt, List<String> warnings) {
        Object body = exchange.getIn().getBody();
        if (body == null) {
            return Body.NOTHING;
        }
        if (body instanceof VideoJob job) {
            return job.videos().isEmpty() ? Body.NOTHING : Body.of(new Media(job.videos().get(0).url()), true);
        }
        if (body instanceof Collection<?> several) {
            return new Body(null, media(exchange, several, "the body"), null);
        }
        if (body instanceof URI || body instanceof URL) {
            return address(exchange, body.toString(), warnings);
        }
        if (body instanceof String text) {
            String trimmed = text.trim();
            if (trimmed.regionMatches(true, 0, "data:image/", 0, 11)) {
                return Body.of(media.reference(trimmed, "the body"), false);
            }
            if (trimmed.regionMatches(true, 0, "data:video/", 0, 11)) {
                return Body.of(media.reference(trimmed, "the body"), true);
            }
            return hasPrompt && trimmed.matches("(?i)https?://\\S+") ? address(exchange, trimmed, warnings) : Body.text(text);
        }
        Content content = content(exchange, body);
        if (content == null) {
            return Body.text(exchange.getIn().getBody(String.class));
        }
        String type = content.type != null ? content.type : ExchangeHelper.getContentType(exchange);
        byte[] head = Arrays.copyOf(content.bytes, Math.min(content.bytes.length, MediaFormat.HEAD));
        MediaFormat format = MediaFormat.of(head);
        if (format == null && !MediaFormat.isMedia(type)) {
            return Body.text(new String(content.bytes, charset(exchange)));
        }
        return Body.of(
                media.inline(content.bytes, type, "the body"), format != null ? format.isVideo() : MediaFormat.isVideo(type));
    }

    private Body address(Exchange exchange, String url, List<String> warnings) {
        String path = url.split("[?#]", 2)[0];
        boolean earlierVideo = url.equals(exchange.getIn().getHeader(GrokVideoConstants.VIDEO_URL));
        if (earlierVideo || VIDEO_NAME.matcher(path).matches()) {
            return Body.of(media.reference(url, "the body"), true);
        }
        if (IMAGE_NAME.matcher(path).matches()) {
            return Body.of(media.reference(url, "the body"), false);
        }
        warnings.add("The body is a URL that does not tell whether it is an image or a video, and is not used. The headers "
                     + GrokVideoConstants.INPUT_REFERENCE + " and " + GrokVideoConstants.INPUT_VIDEO + " say which");
        return Body.NOTHING;
    }

    private static Charset charset(Exchange exchange) {
        String name = ExchangeHelper.getCharsetName(exchange, false);
        if (name == null && ExchangeHelper.getContentType(exchange) != null) {
            name = IOHelper.getCharsetNameFromContentType(ExchangeHelper.getContentType(exchange));
        }
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
