package io.github.grokvideo.normalize;

/** What a video is made from. */
public enum Mode {
    /** From a prompt alone. */
    TEXT_TO_VIDEO,
    /** From an image, which becomes the first frame. */
    IMAGE_TO_VIDEO,
    /** From images of what is to appear in the video. */
    REFERENCE_TO_VIDEO,
    /** From a video that is edited. */
    VIDEO_TO_VIDEO,
    /** From a video that is continued. */
    EXTEND
}
