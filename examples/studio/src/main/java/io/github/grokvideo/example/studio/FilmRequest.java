package io.github.grokvideo.example.studio;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.grokvideo.GrokVideoConstants;
import org.apache.camel.Message;

/**
 * A request of the page, as JSON. Every field may be {@code null}.
 *
 * @param prompt  the prompt
 * @param seconds the duration
 * @param ratio   the aspect ratio, such as {@code 16:9}
 * @param count   the number of videos
 * @param image   the image to animate, as a data URI
 * @param source  the video to continue or to edit
 */
public record FilmRequest(String prompt, Double seconds, String ratio, Integer count, String image, Source source) {

    /** What becomes of a video. */
    public enum Use {
        /** The new one begins where it ends. */
        CONTINUE,
        /** The new one is a variant of it. */
        EDIT
    }

    /**
     * A video of the list.
     *
     * @param film  the id of its film
     * @param video its path on this server
     */
    public record Source(String film, String video, Use use) {
    }

    // no address: the page sends what was dropped on it, and nothing is fetched on its behalf
    private static final Pattern IMAGE = Pattern.compile("data:image/(?:jpeg|png|webp);base64,([A-Za-z0-9+/]+=*)");
    private static final int LONGEST_PROMPT = 4000;
    private static final int LONGEST_SECONDS = 15;
    private static final int MOST_VIDEOS = 4;

    /** Returns the request, and rejects {@code null}, which JSON allows. */
    static FilmRequest required(FilmRequest request) {
        if (request == null) {
            throw new IllegalArgumentException(
                    "The request must be a JSON object, such as {\"prompt\": \"A paper boat\", \"seconds\": 6}.");
        }
        return request;
    }

    /**
     * @throws IllegalArgumentException if it is invalid; the message is for the user
     */
    void check() {
        if (prompt == null || prompt.isBlank()) {
            throw new IllegalArgumentException("Describe what the video should show.");
        }
        if (prompt.length() > LONGEST_PROMPT) {
            throw new IllegalArgumentException("The description is longer than " + LONGEST_PROMPT + " characters.");
        }
        if (seconds != null && !(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw new IllegalArgumentException("The length must be more than 0 seconds, and at most " + LONGEST_SECONDS + ".");
        }
        if (count != null && (count < 1 || count > MOST_VIDEOS)) {
            throw new IllegalArgumentException("The number of videos must be from 1 to " + MOST_VIDEOS + ".");
        }
        if (image != null && !isImage(image)) {
            throw new IllegalArgumentException("The image must be a JPEG, PNG or WebP file.");
        }
        if (source != null && (source.film() == null || source.video() == null || source.use() == null)) {
            throw new IllegalArgumentException("The video must be named by film, video and use.");
        }
    }

    // the name of a file, and so the media type, says what it should be; its first bytes say what it is
    private static boolean isImage(String dataUri) {
        Matcher parts = IMAGE.matcher(dataUri);
        if (!parts.matches()) {
            return false;
        }
        String base64 = parts.group(1);
        String begin = base64.substring(0, Math.min(base64.length() / 4 * 4, 16));
        String bytes;
        try {
            bytes = new String(Base64.getDecoder().decode(begin), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return bytes.startsWith("\u00ff\u00d8\u00ff") || bytes.startsWith("\u0089PNG\r\n")
                || bytes.startsWith("RIFF") && bytes.startsWith("WEBP", 8);
    }

    /** Sets the headers that the component reads. */
    void writeTo(Message message) {
        message.setHeader(GrokVideoConstants.PROMPT, prompt.strip());
        message.setHeader(GrokVideoConstants.DURATION, seconds);
        message.setHeader(GrokVideoConstants.ASPECT_RATIO, ratio);
        message.setHeader(GrokVideoConstants.N, count);
        message.setHeader(GrokVideoConstants.INPUT_REFERENCE, image);
    }

    /**
     * Returns a request that costs the same, without what does not affect the price.
     *
     * @param length the duration
     */
    FilmRequest forEstimate(Double length) {
        return new FilmRequest("A film", length, ratio, count, null, null);
    }
}
