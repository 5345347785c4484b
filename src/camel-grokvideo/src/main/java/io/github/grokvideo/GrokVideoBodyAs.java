package io.github.grokvideo;

/** What the body of a request is. */
public enum GrokVideoBodyAs {

    /**
     * What it turns out to be: an image, a video or a prompt, told by its bytes. What is none of these is refused, and
     * nothing is submitted.
     */
    auto,
    /** The prompt, to the letter, unless the option or the header names another. */
    prompt,
    /** The image, unless the option or the header names another; without an image nothing is submitted. */
    image,
    /** The video, unless the option or the header names another; without a video nothing is submitted. */
    video
}
