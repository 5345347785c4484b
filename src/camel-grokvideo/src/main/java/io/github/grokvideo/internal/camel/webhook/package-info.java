/**
 * Knows how webhooks are received and verified.
 * <p>
 * May use {@code camel}, the verifier of {@code gateway}, and the jobs, which it has polled.
 * <p>
 * Begin with {@link io.github.grokvideo.internal.camel.webhook.WebhookReceiver}.
 */
package io.github.grokvideo.internal.camel.webhook;
