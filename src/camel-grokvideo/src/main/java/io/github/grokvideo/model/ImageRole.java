package io.github.grokvideo.model;

/** How a video uses its input images: the values of the option {@code imageRole}. */
public enum ImageRole {
    /** A single image is the first frame, multiple images are references. */
    auto,
    /** The image is the first frame. */
    firstFrame,
    /** The images show what appears in the video. */
    reference
}
