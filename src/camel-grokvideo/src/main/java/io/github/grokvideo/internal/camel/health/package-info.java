/**
 * Knows what of the component Camel's health checks tell apart: the job store and the receiver of webhooks. The check
 * of the gateway belongs to the producers.
 * <p>
 * May use {@code camel} and the server of webhooks.
 * <p>
 * Begin with {@link io.github.grokvideo.internal.camel.health.ComponentHealthChecks}.
 */
package io.github.grokvideo.internal.camel.health;
