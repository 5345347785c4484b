package io.github.grokvideo.internal.job.phase;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.grokvideo.model.VideoJob;

/**
 * What was last reported of a job that waits. There may be a hundred thousand of these, so jobs share all that is
 * equal: everything but the id, which is kept elsewhere, and the time of creation.
 */
final class LastReport {

    private static final int MAX_SHARED = 1000;
    private static final Map<VideoJob, VideoJob> SHARED = new ConcurrentHashMap<>();
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final VideoJob shared;
    private final long createdAt;

    private LastReport(VideoJob shared, long createdAt) {
        this.shared = shared;
        this.createdAt = createdAt;
    }

    static LastReport of(VideoJob job) {
        Instant created = job.createdAt();
        boolean apart = created != null && created.equals(ofMillis(created));
        VideoJob rest = with(job.withoutJson(), "", apart ? null : created);
        if (SHARED.size() >= MAX_SHARED) {
            SHARED.clear();
        }
        VideoJob known = SHARED.putIfAbsent(rest, rest);
        return new LastReport(known == null ? rest : known, apart ? created.toEpochMilli() : UNKNOWN);
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
    VideoJob job(String id) {
        return with(shared, id, createdAt == UNKNOWN ? shared.createdAt() : Instant.ofEpochMilli(createdAt));
    }

    private static VideoJob with(VideoJob job, String id, Instant createdAt) {
        return new VideoJob(
                id, job.status(), job.statusText(), job.model(), job.executedModel(), job.provider(), job.progress(),
                job.seconds(), job.size(), job.videos(), job.error(), job.cost(), createdAt, job.completedAt(),
                job.expiresAt(), job.json(), job.parts(), job.externalOutput(), job.warnings());
    }
}
