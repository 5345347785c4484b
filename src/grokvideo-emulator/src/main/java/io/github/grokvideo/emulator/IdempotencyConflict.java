package io.github.grokvideo.emulator;

/**
 * What happens when an {@code idempotency_key} comes again with other parameters: the gateway's documentation does not
 * say.
 */
public enum IdempotencyConflict {
    /** The job of the first request is answered with status 200. The default. */
    REPLAY,
    /** 400, code {@code INVALID_REQUEST}. */
    BAD_REQUEST,
    /** 409, code {@code IDEMPOTENCY_CONFLICT}. */
    CONFLICT
}
