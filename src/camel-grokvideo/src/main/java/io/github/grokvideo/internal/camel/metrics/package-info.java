/**
 * Knows how to tell Micrometer what happens; loads nothing of it unless it is there. May use everything below. Begin
 * reading with {@code Metric}, which declares all metrics.
 */
package io.github.grokvideo.internal.camel.metrics;
