package io.github.grokvideo.internal.camel.message;

import java.net.URI;
import java.net.URL;
import java.util.Base64;
import java.util.Collection;

import io.github.grokvideo.GrokVideoBodyAs;
import io.github.grokvideo.internal.camel.message.MediaInputs.Content;
import io.github.grokvideo.internal.media.MediaReader;
import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.media.format.UnsupportedFormat;
import io.github.grokvideo.internal.request.Media;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;

/** Reads a body as what the option {@code bodyAs} declares; anything else is rejected. */
final class DeclaredBody {

    private final MediaInputs inputs;
    private final GrokVideoBodyAs as;

    /** @param as not {@code auto} */
    DeclaredBody(MediaInputs inputs, GrokVideoBodyAs as) {
        this.inputs = inputs;
        this.as = as;
    }

    Input read(Exchange exchange, Object body) {
        return as == GrokVideoBodyAs.prompt ? Input.prompt(prompt(exchange, body)) : media(exchange, body);
    }

    private String prompt(Exchange exchange, Object body) {
        if (MediaInputs.isText(body)) {
            return BodyText.of(exchange, body);
        }
        Content content = inputs.content(exchange, body);
        if (content == null) {
            throw BodyErrors.unknownType(body);
        }
        String text = BodyText.of(exchange, content.bytes());
        if (text == null) {
            throw notAs(BodyErrors.nameOf(content), BodyErrors.formatOf(content));
        }
        return text;
    }

    private Input media(Exchange exchange, Object body) {
        boolean video = as == GrokVideoBodyAs.video;
        if (body instanceof VideoJob job && video && !job.videos().isEmpty()) {
            return Input.video(new Media(job.videos().get(0).url()));
        }
        if (body instanceof Collection<?> several) {
            return video
                    ? Input.video(inputs.readOne(exchange, several, BodyErrors.BODY))
                    : new Input(null, inputs.read(exchange, several, BodyErrors.BODY), null);
        }
        if (body instanceof URI || body instanceof URL) {
            return of(inputs.reference(body.toString(), BodyErrors.BODY));
        }
        if (MediaInputs.isText(body)) {
            return text(BodyText.of(exchange, body));
        }
        Content content = inputs.content(exchange, body);
        if (content == null) {
            throw notAs(BodyErrors.BODY, "a " + body.getClass().getName());
        }
        if (content.bytes().length == 0) {
            return Input.NOTHING;
        }
        MediaFormat format = MediaFormat.of(content.bytes());
        if (format == null) {
            throw MediaReader.unsupported(content.bytes(), BodyErrors.nameOf(content));
        }
        if (format.isVideo() != video) {
            throw notAs(BodyErrors.nameOf(content), BodyErrors.formatOf(content));
        }
        return of(inputs.inline(content.bytes(), BodyErrors.nameOf(content)));
    }

    private Input text(String text) {
        boolean video = as == GrokVideoBodyAs.video;
        String trimmed = text.trim();
        if (trimmed.isEmpty()) {
            return Input.NOTHING;
        }
        if (BodyText.isBase64(trimmed)) {
            byte[] decoded = Base64.getMimeDecoder().decode(trimmed);
            MediaFormat format = MediaFormat.of(decoded);
            if (format == null || format.isVideo() != video) {
                throw notAs(BodyErrors.BODY,
                        "base64 of " + (format == null ? UnsupportedFormat.of(decoded) : format.contentType()));
            }
            return of(inputs.inline(decoded, BodyErrors.BODY));
        }
        if (BodyText.isDataUri(trimmed)) {
            if (video ? BodyText.isDataUriOfImage(trimmed) : BodyText.isDataUriOfVideo(trimmed)) {
                throw notAs(BodyErrors.BODY, "a data URI of " + (video ? "an image" : "a video"));
            }
            return of(inputs.reference(trimmed, BodyErrors.BODY));
        }
        if (BodyText.isUrl(trimmed)) {
            return of(inputs.reference(trimmed, BodyErrors.BODY));
        }
        throw notAs(BodyErrors.BODY, "text (" + text.length() + " characters)");
    }

    private Input of(Media media) {
        return as == GrokVideoBodyAs.video ? Input.video(media) : Input.image(media);
    }

    private InvalidRequestException notAs(String what, String is) {
        return BodyErrors.notAs(as, what, is);
    }
}
