package io.github.grokvideo.emulator;

/** What a request asks of the emulator. */
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
    /** Of a fault: whichever operation comes next. Never the operation of a request. */
    ANY
}
