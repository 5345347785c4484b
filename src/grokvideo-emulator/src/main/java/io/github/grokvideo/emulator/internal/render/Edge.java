package io.github.grokvideo.emulator.internal.render;

/** The edge of a picture that texts are drawn at. */
enum Edge {
    /** Where it does not cover a title that an input video may have at the bottom. */
    TOP,
    BOTTOM
}
