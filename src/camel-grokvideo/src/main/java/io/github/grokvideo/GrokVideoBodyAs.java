package io.github.grokvideo;

/** How the body of a request is interpreted: the values of the option {@code bodyAs}. */
public enum GrokVideoBodyAs {

    /**
     * Detected from its content: an image, a video or a prompt. Any other content is rejected, and nothing is
     * submitted.
     */
    auto,
    /** The prompt, verbatim, unless an option or a header provides one. */
    prompt,
    /** The image, unless an option or a header provides one. Without an image nothing is submitted. */
    image,
    /** The video, unless an option or a header provides one. Without a video nothing is submitted. */
    video
}
