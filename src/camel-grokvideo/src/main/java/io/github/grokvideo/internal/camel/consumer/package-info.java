/**
 * Knows how results are consumed: as exchanges of a route, or one by one by whoever polls.
 * <p>
 * May use {@code camel} and {@code camel.message}, and {@code job.results}, which has the results.
 * <p>
 * Begin with {@link io.github.grokvideo.internal.camel.consumer.GrokVideoConsumer}.
 */
package io.github.grokvideo.internal.camel.consumer;
