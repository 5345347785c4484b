package io.github.grokvideo.internal.job;

import java.time.Duration;

/**
 * What jobs at a gateway may do now, and how many wait for it.
 *
 * @param gateway                 scheme, host and port
 * @param submissionGap           the minimum time between two submissions; zero if they are not spaced
 * @param submissionsWaiting      how many wait for a permit of it
 * @param submissionsOpen         how many have no response yet
 * @param submissionsQueued       how many wait since too many have none
 * @param statusRequestsPerSecond how many are sent at most now; {@link Double#POSITIVE_INFINITY} for any number
 * @param statusRequestsWaiting   how many wait for a permit of it
 * @param sinceStatusRequest      the time since the last one was sent; {@code null} if none was
 * @param pause                   the time until the gateway wants to be asked again; zero if it may be asked
 */
public record GatewayLimits(
        String gateway, Duration submissionGap, int submissionsWaiting, int submissionsOpen, int submissionsQueued,
        double statusRequestsPerSecond, int statusRequestsWaiting, Duration sinceStatusRequest, Duration pause) {
}
