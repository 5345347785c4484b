/**
 * Knows how the component is set up: its options and their rules, threads, connections, and which routes are stopping.
 * <p>
 * May use every other internal package except the producer and the consumers.
 * <p>
 * Begin with {@link io.github.grokvideo.internal.camel.GrokVideoRuntime}, what all endpoints share.
 */
package io.github.grokvideo.internal.camel;
