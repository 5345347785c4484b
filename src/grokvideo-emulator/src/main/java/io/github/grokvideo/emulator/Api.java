package io.github.grokvideo.emulator;

/** Whose API a request came to. */
public enum Api {
    /** The gateway's own: {@code /v1} and {@code /openai/v1}. */
    LUMENFALL,
    /** That of xAI, which makes the model: {@code /xai/v1}. */
    XAI;

    static Api ofPath(String path) {
        return path.startsWith("/xai/") ? XAI : LUMENFALL;
    }
}
