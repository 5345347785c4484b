/**
 * Knows all jobs of a component: submits them, waits for them, delivers their results, and stops them; no thread waits.
 * May use the store, gateways and requests; not the routing API. Begin reading with {@code VideoJobs}, the facade, then
 * {@code phase.Job}.
 */
package io.github.grokvideo.internal.job;
