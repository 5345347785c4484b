package io.github.grokvideo.internal.job.phase;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.grokvideo.model.VideoJob;

/**
 * What was last reported of jobs that wait. There may be a hundred thousand of these, so jobs share all that is equal:
 * everything but the id and the time of creation, which the waiting job keeps itself.
 */
final class SharedReports {

    private static final int MAX_SHARED = 1000;
    private static final Map<VideoJob, VideoJob> SHARED = new ConcurrentHashMap<>();
    private static final long UNKNOWN = Long.MIN_VALUE;

    private SharedReports() {
    }

    /** The job without id, time of creation and the gateway's response. */
    static VideoJob of(VideoJob job) {
        VideoJob rest = with(job.withoutJson(), "", createdAt(job) == UNKNOWN ? job.createdAt() : null);
        if (SHARED.size() >= MAX_SHARED) {
            SHARED.clear();
        }
        VideoJob known = SHARED.putIfAbsent(rest, rest);
        return known == null ? rest : known;
    }

    /** The time of creation, for {@link #job}. */
    static long createdAt(VideoJob job) {
        Instant created = job.createdAt();
        return created != null && created.equals(ofMillis(created)) ? created.toEpochMilli() : UNKNOWN;
    }

    // of a time that a number of milliseconds cannot hold another one, or null
    private static Instant ofMillis(Instant time) {
        try {
            return Instant.ofEpochMilli(time.toEpochMilli());
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** The job without the gateway's response. */
    static VideoJob job(VideoJob shared, long createdAt, String id) {
        return with(shared, id, createdAt == UNKNOWN ? shared.createdAt() : Instant.ofEpochMilli(createdAt));
    }

    private static VideoJob with(VideoJob job, String id, Instant createdAt) {
        return new VideoJob(
                id, job.status(), job.statusText(), job.model(), job.executedModel(), job.provider(), job.progress(),
                job.seconds(), job.size(), job.videos(), job.error(), job.cost(), createdAt, job.completedAt(),
                job.expiresAt(), job.json(), job.parts(), job.externalOutput(), job.warnings());
    }
}
