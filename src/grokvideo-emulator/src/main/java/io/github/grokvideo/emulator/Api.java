package io.github.grokvideo.emulator;

/** The API that a request was sent to. */
public enum Api {
    /** The gateway's API: {@code /v1} and {@code /openai/v1}. */
    LUMENFALL,
    /** The API of xAI, the provider of the model: {@code /xai/v1}. */
    XAI
}
