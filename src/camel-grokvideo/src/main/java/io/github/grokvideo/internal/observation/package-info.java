/**
 * Knows what those who watch jobs are told: metrics, traces, the log of ended jobs. Costs nothing while nobody watches.
 * May use the model. Begin reading with {@code JobObserver}.
 */
package io.github.grokvideo.internal.observation;
