package io.github.grokvideo.internal.camel.message;

import java.net.URI;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.message.MediaInputs.Content;
import io.github.grokvideo.internal.media.MediaReader;
import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.media.format.UnsupportedFormat;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;

/** Reads a body as what its type and its bytes say that it is; what is neither text nor media is rejected. */
final class DetectedBody {

    private static final Pattern VIDEO_NAME = Pattern.compile("(?i).*\\.(mp4|m4v|mov|webm)");
    private static final Pattern IMAGE_NAME = Pattern.compile("(?i).*\\.(jpe?g|png|webp|gif)");
    private static final Pattern MEDIA_NAME = Pattern.compile(
            "(?i).*\\.(mp4|m4v|mov|webm|avi|mkv|mpe?g|jpe?g|png|webp|gif|hei[cf]|avif|bmp|tiff?|jxl|jp2|svg|psd|ico|dng|cr[23]|nef|arw|raf|orf|rw2)");

    private final MediaInputs inputs;
    private final Exchange exchange;
    private final boolean hasPrompt;
    private final List<String> warnings;

    /**
     * @param hasPrompt whether the prompt comes from elsewhere, so that text in the body is not needed
     * @param warnings  receives what is not used
     */
    DetectedBody(MediaInputs inputs, Exchange exchange, boolean hasPrompt, List<String> warnings) {
        this.inputs = inputs;
        this.exchange = exchange;
        this.hasPrompt = hasPrompt;
        this.warnings = warnings;
    }

    Input read(Object body) {
        if (body instanceof VideoJob job) {
            return job.videos().isEmpty() ? Input.NOTHING : Input.video(new Media(job.videos().get(0).url()));
        }
        if (body instanceof Collection<?> several) {
            return new Input(null, inputs.read(exchange, several, BodyErrors.BODY), null);
        }
        if (body instanceof URI || body instanceof URL) {
            return url(body.toString());
        }
        if (MediaInputs.isText(body)) {
            return text(BodyText.of(exchange, body), BodyErrors.BODY);
        }
        Content content = inputs.content(exchange, body);
        if (content != null) {
            return content(content);
        }
        if (!hasPrompt) {
            throw BodyErrors.unknownType(body);
        }
        return Input.NOTHING;
    }

    private Input text(String text, String what) {
        String trimmed = text.trim();
        if (BodyText.isDataUri(trimmed)) {
            if (BodyText.isDataUriOfImage(trimmed)) {
                return Input.image(inputs.reference(trimmed, BodyErrors.BODY));
            }
            if (BodyText.isDataUriOfVideo(trimmed)) {
                return Input.video(inputs.reference(trimmed, BodyErrors.BODY));
            }
            throw BodyErrors.notSubmitted(what + " is a data URI of neither an image nor a video");
        }
        if (BodyText.isBase64(trimmed)) {
            throw BodyErrors.notSubmitted(
                    what + " is base64 that does not say what it holds; put data:image/png;base64, or the like before it, decode it"
                                          + " with unmarshal().base64(), or set bodyAs=image or bodyAs=video");
        }
        String foreign = UnsupportedFormat.ofText(text);
        if (foreign != null) {
            throw BodyErrors.notSubmitted(what + " is " + foreign + ", which models do not support");
        }
        return hasPrompt && BodyText.isUrl(trimmed) ? url(trimmed) : Input.prompt(text);
    }

    private Input content(Content content) {
        String name = BodyErrors.nameOf(content);
        boolean file = content.name() != null;
        MediaFormat format = MediaFormat.of(content.bytes());
        if (format != null) {
            Media media = inputs.inline(content.bytes(), name);
            return format.isVideo() ? Input.video(media) : Input.image(media);
        }
        if (content.bytes().length == 0) {
            if (file) {
                throw BodyErrors.notSubmitted(name + " is empty");
            }
            return Input.NOTHING;
        }
        String text = BodyText.of(exchange, content.bytes());
        if (text == null) {
            throw UnsupportedFormat.of(content.bytes()) != null
                    ? MediaReader.unsupported(content.bytes(), name)
                    : BodyErrors.notSubmitted(
                            name + " (" + content.bytes().length
                                              + " bytes) is neither an image (JPEG, PNG, WebP, GIF), nor a video (MP4, WebM), nor text in UTF-8; for"
                                              + " other text, set the charset in the header Content-Type or the property CamelCharsetName");
        }
        if (file && MEDIA_NAME.matcher(content.name()).matches() && UnsupportedFormat.ofText(text) == null) {
            throw BodyErrors.notSubmitted(name + " holds text, not an image or a video as its name says");
        }
        if (file && hasPrompt) {
            warnings.add(name + " is text, which is not used, since the prompt comes from elsewhere");
        }
        return text(text, name);
    }

    private Input url(String url) {
        String path = url.split("[?#]", 2)[0];
        boolean earlierVideo = url.equals(MessageValues.header(exchange.getIn(), GrokVideoConstants.VIDEO_URL));
        if (earlierVideo || VIDEO_NAME.matcher(path).matches()) {
            return Input.video(inputs.reference(url, BodyErrors.BODY));
        }
        if (IMAGE_NAME.matcher(path).matches()) {
            return Input.image(inputs.reference(url, BodyErrors.BODY));
        }
        warnings.add(
                "The body is a URL that does not say whether it is an image or a video, and is not used. Set the option bodyAs,"
                     + " or use the headers " + GrokVideoConstants.INPUT_REFERENCE + " and " + GrokVideoConstants.INPUT_VIDEO);
        return Input.NOTHING;
    }
}
