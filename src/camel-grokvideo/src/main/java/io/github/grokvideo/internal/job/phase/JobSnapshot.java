package io.github.grokvideo.internal.job.phase;

import java.time.Duration;

import io.github.grokvideo.model.JobStatus;

/**
 * What an operator may see of a job under way: nothing of its request, and no URL.
 *
 * @param id       the gateway's id; {@code null} until there is one
 * @param phase    the phase that it is in
 * @param provider the name of its provider
 * @param gateway  scheme, host and port of its gateway
 * @param status   as the gateway last reported it; {@code null} if it has not
 * @param progress in percent, or {@code null} if it is not known
 * @param age      how long it has been under way here, without the time in the queue for room
 * @param untilDue the time until it is polled, or its submission repeated; {@code null} while it does not wait for a
 *                 time
 * @param routeId  the route that waits for it, or {@code null} if it is not known
 */
public record JobSnapshot(
        String id, State phase, String provider, String gateway, JobStatus status, Integer progress, Duration age,
        Duration untilDue, String routeId) {
}
