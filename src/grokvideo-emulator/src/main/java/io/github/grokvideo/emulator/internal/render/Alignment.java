package io.github.grokvideo.emulator.internal.render;

/** The alignment of the lines of a text. */
enum Alignment {
    /** Left, or right if the text is written from right to left. */
    START,
    CENTER
}
