package io.github.grokvideo.emulator;

/** The operation of a request. */
public enum Operation {
    /** {@code POST /videos}; of xAI, {@code POST /videos/generations}, {@code /edits} and {@code /extensions}. */
    CREATE,
    /** {@code POST /videos?dryRun=true}. */
    ESTIMATE,
    /** {@code GET /videos/{id}}. */
    GET,
    /** {@code DELETE /videos/{id}}. */
    CANCEL,
    /** {@code GET /models} and {@code GET /models/{id}}; of xAI, {@code /video-generation-models}. */
    MODELS,
    /** A download from the media host. */
    MEDIA,
    /** Any other path. */
    OTHER,
    /** For faults only: any operation. */
    ANY
}
