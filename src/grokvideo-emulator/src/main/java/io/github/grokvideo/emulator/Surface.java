package io.github.grokvideo.emulator;

/** Under which of the two base paths videos and models are served; the other answers 404. */
public enum Surface {
    /** {@code /openai/v1} and {@code /v1}. The default. */
    BOTH,
    /** {@code /openai/v1} only. */
    OPENAI,
    /** {@code /v1} only. */
    NATIVE
}
