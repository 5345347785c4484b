package io.github.grokvideo.example.studio;

import java.util.regex.Pattern;

import io.github.grokvideo.GrokVideoConstants;
import org.apache.camel.Message;

/**
 * What the page asks for, as JSON. Every field may be {@code null}.
 *
 * @param prompt  what to show
 * @param seconds the duration
 * @param ratio   the aspect ratio, such as {@code 16:9}
 * @param count   how many videos
 * @param image   the image to animate, as a data URI
 */
public record FilmRequest(String prompt, Double seconds, String ratio, Integer count, String image) {

    // no address: the page sends what was dropped on it, and nothing is fetched on its behalf
    private static final Pattern IMAGE = Pattern.compile("data:image/(jpeg|png|webp);base64,[A-Za-z0-9+/]+=*");
    private static final int LONGEST_PROMPT = 4000;

    /**
     * @throws IllegalArgumentException if nothing can be made of it; the message is for whoever typed it
     */
    void check() {
        if (prompt == null || prompt.isBlank()) {
            throw new IllegalArgumentException("Describe what the video should show.");
        }
        if (prompt.length() > LONGEST_PROMPT) {
            throw new IllegalArgumentException("The description is longer than " + LONGEST_PROMPT + " characters.");
        }
        if (image != null && !IMAGE.matcher(image).matches()) {
            throw new IllegalArgumentException("The image must be a JPEG, PNG or WebP file.");
        }
    }

    /** Sets the headers that the component reads. */
    void writeTo(Message message) {
        message.setHeader(GrokVideoConstants.PROMPT, prompt.strip());
        message.setHeader(GrokVideoConstants.DURATION, seconds);
        message.setHeader(GrokVideoConstants.ASPECT_RATIO, ratio);
        message.setHeader(GrokVideoConstants.N, count);
        message.setHeader(GrokVideoConstants.INPUT_REFERENCE, image);
    }

    /** The same without what does not change the price. */
    FilmRequest forEstimate() {
        return new FilmRequest("A film", seconds, ratio, count, null);
    }
}
