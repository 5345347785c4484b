package io.github.grokvideo.model;

/** How a video uses its input images. */
public enum ImageRole {
    /** A single image is the first frame, several are references. */
    auto,
    /** The image is the first frame. */
    firstFrame,
    /** The images show what appears in the video. */
    reference
}
