package io.github.grokvideo.emulator;

/** The base paths under which videos and models are served; others answer 404. */
public enum Surface {
    /** {@code /openai/v1} and {@code /v1}. The default. */
    BOTH,
    /** {@code /openai/v1} only. */
    OPENAI,
    /** {@code /v1} only. */
    NATIVE
}
