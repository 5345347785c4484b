package io.github.grokvideo.internal.camel.message;

import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

import io.github.grokvideo.GrokVideoBodyAs;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.message.MediaInputs.Content;
import io.github.grokvideo.internal.media.MediaReader;
import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.media.format.PlainText;
import io.github.grokvideo.internal.media.format.UnsupportedFormat;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.IOHelper;

/** Reads the body of a request as what the option {@code bodyAs} says it is. */
final class BodyReader {

    /** What the body turned out to be: a prompt, images, a video, or nothing of use. */
    record Body(String prompt, List<Media> images, Media video) {

        static final Body NOTHING = new Body(null, List.of(), null);

        static Body prompt(String text) {
            return text == null || text.isBlank() ? NOTHING : new Body(text, List.of(), null);
        }

        static Body of(Media media, boolean video) {
            return video ? new Body(null, List.of(), media) : new Body(null, List.of(media), null);
        }

        boolean isMedia() {
            return !images.isEmpty() || video != null;
        }
    }

    private static final String WHAT = "the body";
    private static final Pattern VIDEO_NAME = Pattern.compile("(?i).*\\.(mp4|m4v|mov|webm)");
    private static final Pattern IMAGE_NAME = Pattern.compile("(?i).*\\.(jpe?g|png|webp|gif)");
    private static final Pattern MEDIA_NAME = Pattern.compile(
            "(?i).*\\.(mp4|m4v|mov|webm|avi|mkv|mpe?g|jpe?g|png|webp|gif|hei[cf]|avif|bmp|tiff?|jxl|jp2|svg|psd|ico|dng|cr[23]|nef|arw|raf|orf|rw2)");
    private static final Pattern DATA_URI
            = Pattern.compile("(?i)data:([a-z0-9.+-]{1,100}/[a-z0-9.+-]{1,100})?(;[a-z0-9.=_+-]{1,100}){0,5},[^\\s].*",
                    Pattern.DOTALL);
    private static final int DATA_URI_HEAD = 1000;
    /** Of text that is an image in base64, so much is decoded to tell what it is; and less is no image. */
    private static final int BASE64_HEAD = 64;

    private final MediaInputs inputs;
    private final GrokVideoBodyAs as;

    BodyReader(MediaInputs inputs, GrokVideoBodyAs as) {
        this.inputs = inputs;
        this.as = as;
    }

    /**
     * @param  hasPrompt               whether the prompt comes from elsewhere, so that text in the body is not needed
     * @param  warnings                gets what is not used
     * @throws InvalidRequestException if the body is not what it should be, or nothing that is known
     */
    Body read(Exchange exchange, boolean hasPrompt, List<String> warnings) {
        Object body = exchange.getIn().getBody();
        if (body == null) {
            return Body.NOTHING;
        }
        return switch (as) {
            case auto -> guess(exchange, body, hasPrompt, warnings);
            case prompt -> Body.prompt(prompt(exchange, body));
            case image -> media(exchange, body, false);
            case video -> media(exchange, body, true);
        };
    }

    // as it is said to be

    private String prompt(Exchange exchange, Object body) {
        if (MediaInputs.isText(body)) {
            return text(exchange, body);
        }
        Content content = inputs.content(exchange, body);
        if (content == null) {
            throw noText(body);
        }
        String text = PlainText.of(content.bytes(), charset(exchange));
        if (text == null) {
            throw notAs(named(content), described(content));
        }
        return text;
    }

    private Body media(Exchange exchange, Object body, boolean video) {
        if (body instanceof VideoJob job && video && !job.videos().isEmpty()) {
            return Body.of(new Media(job.videos().get(0).url()), true);
        }
        if (body instanceof Collection<?> several) {
            return video
                    ? Body.of(inputs.readOne(exchange, several, WHAT), true)
                    : new Body(null, inputs.read(exchange, several, WHAT), null);
        }
        if (body instanceof URI || body instanceof URL) {
            return Body.of(inputs.reference(body.toString(), WHAT), video);
        }
        if (MediaInputs.isText(body)) {
            return written(text(exchange, body), video);
        }
        Content content = inputs.content(exchange, body);
        if (content == null) {
            throw notAs(WHAT, "a " + body.getClass().getName());
        }
        if (content.bytes().length == 0) {
            return Body.NOTHING;
        }
        MediaFormat format = MediaFormat.of(content.bytes());
        if (format == null) {
            throw MediaReader.unsupported(content.bytes(), named(content));
        }
        if (format.isVideo() != video) {
            throw notAs(named(content), described(content));
        }
        return Body.of(inputs.inline(content.bytes(), named(content)), video);
    }

    private Body written(String text, boolean video) {
        String trimmed = text.trim();
        if (trimmed.isEmpty()) {
            return Body.NOTHING;
        }
        byte[] decoded = isBase64(trimmed) ? Base64.getMimeDecoder().decode(trimmed) : null;
        if (decoded != null) {
            MediaFormat format = MediaFormat.of(decoded);
            if (format == null || format.isVideo() != video) {
                throw notAs(WHAT, "base64 of " + (format == null ? UnsupportedFormat.of(decoded) : format.contentType()));
            }
            return Body.of(inputs.inline(decoded, WHAT), video);
        }
        if (isDataUri(trimmed)) {
            boolean isVideo = trimmed.regionMatches(true, 0, "data:video/", 0, 11);
            if (isVideo != video && (isVideo || trimmed.regionMatches(true, 0, "data:image/", 0, 11))) {
                throw notAs(WHAT, "a data URI of " + (isVideo ? "a video" : "an image"));
            }
            return Body.of(inputs.reference(trimmed, WHAT), video);
        }
        if (trimmed.matches("(?i)https?://\\S+")) {
            return Body.of(inputs.reference(trimmed, WHAT), video);
        }
        throw notAs(WHAT, "text (" + text.length() + " characters)");
    }

    private InvalidRequestException notAs(String what, String is) {
        String accepted = switch (as) {
            case prompt -> "text";
            case video -> "a video in MP4 or WebM, a data URI or an http(s) URL of one";
            default -> "an image in JPEG, PNG, WebP or GIF, a data URI or an http(s) URL of one";
        };
        return new InvalidRequestException(
                GrokVideoException.because(
                        what + " is " + is + ", with bodyAs=" + as + " accepted is " + accepted
                                           + "; nothing was submitted"));
    }

    // as it turns out to be

    private Body guess(Exchange exchange, Object body, boolean hasPrompt, List<String> warnings) {
        if (body instanceof VideoJob job) {
            return job.videos().isEmpty() ? Body.NOTHING : Body.of(new Media(job.videos().get(0).url()), true);
        }
        if (body instanceof Collection<?> several) {
            return new Body(null, inputs.read(exchange, several, WHAT), null);
        }
        if (body instanceof URI || body instanceof URL) {
            return address(exchange, body.toString(), warnings);
        }
        if (MediaInputs.isText(body)) {
            return guess(exchange, text(exchange, body), WHAT, hasPrompt, warnings);
        }
        Content content = inputs.content(exchange, body);
        if (content != null) {
            return guess(exchange, content, hasPrompt, warnings);
        }
        if (!hasPrompt) {
            throw noText(body);
        }
        return Body.NOTHING;
    }

    private Body guess(Exchange exchange, String text, String what, boolean hasPrompt, List<String> warnings) {
        String trimmed = text.trim();
        if (isDataUri(trimmed)) {
            if (trimmed.regionMatches(true, 0, "data:image/", 0, 11)) {
                return Body.of(inputs.reference(trimmed, WHAT), false);
            }
            if (trimmed.regionMatches(true, 0, "data:video/", 0, 11)) {
                return Body.of(inputs.reference(trimmed, WHAT), true);
            }
            throw refused(what + " is a data URI of neither an image nor a video");
        }
        if (isBase64(trimmed)) {
            throw refused(
                    what + " is base64 without a word of what it is; put data:image/png;base64, or the like before it, decode it"
                          + " with unmarshal().base64(), or say bodyAs=image or bodyAs=video");
        }
        String foreign = UnsupportedFormat.ofText(text);
        if (foreign != null) {
            throw refused(what + " is " + foreign + ", which models do not take");
        }
        return hasPrompt && trimmed.matches("(?i)https?://\\S+") ? address(exchange, trimmed, warnings) : Body.prompt(text);
    }

    private Body guess(Exchange exchange, Content content, boolean hasPrompt, List<String> warnings) {
        MediaFormat format = MediaFormat.of(content.bytes());
        if (format != null) {
            return Body.of(inputs.inline(content.bytes(), named(content)), format.isVideo());
        }
        boolean file = content.name() != null;
        if (content.bytes().length == 0) {
            if (file) {
                throw refused(named(content) + " is empty");
            }
            return Body.NOTHING;
        }
        String text = PlainText.of(content.bytes(), charset(exchange));
        if (text == null) {
            throw UnsupportedFormat.of(content.bytes()) != null
                    ? MediaReader.unsupported(content.bytes(), named(content))
                    : refused(
                            named(content) + " (" + content.bytes().length
                              + " bytes) is neither an image (JPEG, PNG, WebP, GIF), nor a video (MP4, WebM), nor text in UTF-8; of other"
                              + " text, say the charset in the header Content-Type or the property CamelCharsetName");
        }
        if (file && MEDIA_NAME.matcher(content.name()).matches() && UnsupportedFormat.ofText(text) == null) {
            throw refused(named(content) + " holds text, and no image or video as its name says");
        }
        if (file && hasPrompt) {
            warnings.add(named(content) + " is text, and is not used, since the prompt comes from elsewhere");
        }
        return guess(exchange, text, named(content), hasPrompt, warnings);
    }

    private Body address(Exchange exchange, String url, List<String> warnings) {
        String path = url.split("[?#]", 2)[0];
        boolean earlierVideo = url.equals(exchange.getIn().getHeader(GrokVideoConstants.VIDEO_URL));
        if (earlierVideo || VIDEO_NAME.matcher(path).matches()) {
            return Body.of(inputs.reference(url, WHAT), true);
        }
        if (IMAGE_NAME.matcher(path).matches()) {
            return Body.of(inputs.reference(url, WHAT), false);
        }
        warnings.add(
                "The body is a URL that does not tell whether it is an image or a video, and is not used. The option bodyAs,"
                     + " or the headers " + GrokVideoConstants.INPUT_REFERENCE + " and " + GrokVideoConstants.INPUT_VIDEO
                     + " say which");
        return Body.NOTHING;
    }

    // what text is

    private static String text(Exchange exchange, Object body) {
        String text = body instanceof CharSequence written ? written.toString()
                : body instanceof char[] characters ? new String(characters)
                : exchange.getContext().getTypeConverter().convertTo(String.class, exchange, body);
        return PlainText.withoutMark(text == null ? "" : text);
    }

    private static boolean isDataUri(String text) {
        return DATA_URI.matcher(text.substring(0, Math.min(text.length(), DATA_URI_HEAD))).matches();
    }

    // an image or a video, or one of another format, in base64 and nothing else
    private static boolean isBase64(String text) {
        if (text.length() < BASE64_HEAD || !text.chars().allMatch(BodyReader::isOfBase64)) {
            return false;
        }
        try {
            String start = text.substring(0, BASE64_HEAD).replaceAll("[\r\n]", "");
            byte[] head = Base64.getDecoder().decode(start.substring(0, start.length() / 4 * 4));
            return MediaFormat.of(head) != null || PlainText.of(head, null) == null && UnsupportedFormat.of(head) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isOfBase64(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '='
                || c == '\r' || c == '\n';
    }

    private static String named(Content content) {
        return content.name() == null ? WHAT : "the file " + UntrustedText.sanitize(content.name(), 100);
    }

    private static String described(Content content) {
        MediaFormat format = MediaFormat.of(content.bytes());
        String foreign = UnsupportedFormat.of(content.bytes());
        return format != null ? (format.isVideo() ? "a video" : "an image") : foreign != null ? foreign : "no text";
    }

    private static InvalidRequestException noText(Object body) {
        return refused(
                "the body is a " + body.getClass().getName()
                       + ", which is neither text nor an image or a video; set the body, or give the prompt in the header "
                       + GrokVideoConstants.PROMPT);
    }

    private static InvalidRequestException refused(String why) {
        return new InvalidRequestException(GrokVideoException.because(why + "; nothing was submitted"));
    }

    private static Charset charset(Exchange exchange) {
        String name = ExchangeHelper.getCharsetName(exchange, false);
        if (name == null && ExchangeHelper.getContentType(exchange) != null) {
            name = IOHelper.getCharsetNameFromContentType(ExchangeHelper.getContentType(exchange));
        }
        try {
            return name == null ? null : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
