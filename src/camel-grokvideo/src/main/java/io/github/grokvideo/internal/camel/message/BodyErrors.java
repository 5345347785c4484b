package io.github.grokvideo.internal.camel.message;

import io.github.grokvideo.GrokVideoBodyAs;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.message.MediaInputs.Content;
import io.github.grokvideo.internal.media.format.MediaFormat;
import io.github.grokvideo.internal.media.format.UnsupportedFormat;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;

/** Says what is wrong with a body. */
final class BodyErrors {

    /** How messages name the body. */
    static final String BODY = "the body";

    private BodyErrors() {
    }

    /** How messages name what a body holds. */
    static String nameOf(Content content) {
        return content.name() == null ? BODY : "the file " + UntrustedText.sanitize(content.name(), 100);
    }

    static String formatOf(Content content) {
        MediaFormat format = MediaFormat.of(content.bytes());
        if (format != null) {
            return format.isVideo() ? "a video" : "an image";
        }
        String foreign = UnsupportedFormat.of(content.bytes());
        return foreign == null ? "not text" : foreign;
    }

    static InvalidRequestException unknownType(Object body) {
        return notSubmitted(
                BODY + " is a " + body.getClass().getName()
                            + ", which is neither text nor an image or a video; set the body, or the prompt in the header "
                            + GrokVideoConstants.PROMPT);
    }

    /**
     * @param what names the body
     * @param is   what it is
     */
    static InvalidRequestException notAs(GrokVideoBodyAs as, String what, String is) {
        String expected = switch (as) {
            case prompt -> "text";
            case video -> "a video in MP4 or WebM, a data URI or an http(s) URL of one";
            default -> "an image in JPEG, PNG, WebP or GIF, a data URI or an http(s) URL of one";
        };
        return notSubmitted(what + " is " + is + "; with bodyAs=" + as + ", expected " + expected);
    }

    static InvalidRequestException notSubmitted(String reason) {
        return new InvalidRequestException(GrokVideoException.because(reason + "; nothing was submitted"));
    }
}
