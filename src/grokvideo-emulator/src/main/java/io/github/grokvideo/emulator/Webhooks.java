package io.github.grokvideo.emulator;

import java.util.List;

/**
 * The webhooks that report finished jobs to their {@code webhook_url}, signed by Standard Webhooks: at once, then again
 * after each of {@link EmulatorOptions#webhookRetryDelays} until an answer of 2xx. Thread-safe.
 */
public interface Webhooks {

    /**
     * Returns the signing secret that {@code GET /v1/webhooks/secret} answers: {@code whsec_} and the key in base64.
     */
    String secret();

    /** Returns all attempts, the oldest first; the newest 10 000 are kept. */
    List<WebhookDelivery> deliveries();
}
