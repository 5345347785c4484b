package io.github.grokvideo.internal.observation;

/** What became of a webhook. */
public enum WebhookResult {

    ACCEPTED,
    /** It has come before. */
    REPEATED,
    /** Its signature, its time or its content is not that of a webhook of the gateway. */
    REFUSED,
    /** Its secret cannot be read now. */
    UNVERIFIED
}
