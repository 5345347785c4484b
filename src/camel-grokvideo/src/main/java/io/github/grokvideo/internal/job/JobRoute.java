package io.github.grokvideo.internal.job;

/**
 * Who waits for a job, for those who look at the jobs under way.
 *
 * @param routeId  the route, or {@code null} if it is not known
 * @param endpoint the endpoint, compared by identity; {@code null} if it is not known
 */
public record JobRoute(String routeId, Object endpoint) {

    /** It is not known. */
    public static final JobRoute UNKNOWN = new JobRoute(null, null);
}
