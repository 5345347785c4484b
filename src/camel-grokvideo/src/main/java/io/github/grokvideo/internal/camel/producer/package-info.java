/**
 * Knows what an endpoint does with an exchange that is sent to it; one class for each operation.
 * <p>
 * May use {@code camel}, {@code camel.message} and {@code camel.webhook}, and through them the jobs.
 * <p>
 * Begin with {@link io.github.grokvideo.internal.camel.producer.GrokVideoProducer}, then the operation it names.
 */
package io.github.grokvideo.internal.camel.producer;
