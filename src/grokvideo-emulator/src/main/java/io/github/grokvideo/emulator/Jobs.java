package io.github.grokvideo.emulator;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/**
 * The jobs of the emulator. Their states follow from the emulator's clock; the methods here look at them, and overrule
 * them. The oldest finished jobs are forgotten when there are more than the emulator was built for. Thread-safe.
 */
public final class Jobs {

    private static final Duration RENDERING_LIMIT = Duration.ofMinutes(2);

    private final SecureRandom random = new SecureRandom();
    private final int maxJobs;
    private final MediaStore media;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Job> byIdempotencyKey = new LinkedHashMap<>();

    Jobs(int maxJobs, MediaStore media) {
        this.maxJobs = maxJobs;
        this.media = media;
    }

    String newId(Api api) {
        if (api == Api.XAI) {
            return UUID.randomUUID().toString();
        }
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return "video_" + HexFormat.of().formatHex(bytes);
    }

    /** The job submitted with that key before, or else the given one, which is now held. */
    synchronized Job addOrReplay(Job job) {
        if (job.idempotencyKey() != null) {
            Job existing = byIdempotencyKey.putIfAbsent(job.idempotencyKey(), job);
            if (existing != null) {
                return existing;
            }
        }
        jobs.put(job.id(), job);
        forgetOldest();
        return job;
    }

    private void forgetOldest() {
        Iterator<Job> oldest = jobs.values().iterator();
        while (jobs.size() > maxJobs && oldest.hasNext()) {
            Job job = oldest.next();
            if (job.status().isFinal()) {
                oldest.remove();
                byIdempotencyKey.remove(job.idempotencyKey(), job);
                job.files().forEach(media::remove);
            }
        }
    }

    synchronized Optional<Job> byIdempotencyKey(String key) {
        return Optional.ofNullable(byIdempotencyKey.get(key));
    }

    /** A job submitted to that API: the others' ids are unknown to it. */
    Optional<Job> lookup(Api api, String id) {
        return lookup(id).filter(job -> job.api() == api);
    }

    synchronized Optional<Job> lookup(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    synchronized List<Job> snapshot() {
        return new ArrayList<>(jobs.values());
    }

    synchronized void clear() {
        jobs.values().forEach(Job::cancel);
        jobs.clear();
        byIdempotencyKey.clear();
    }

    private Job get(String id) {
        return lookup(id).orElseThrow(() -> new NoSuchElementException("no job " + id));
    }

    /** All jobs, the oldest first. */
    public List<VideoJob> all() {
        return snapshot().stream().map(Job::snapshot).toList();
    }

    /** One job. */
    public Optional<VideoJob> find(String id) {
        return lookup(id).map(Job::snapshot);
    }

    /** How many jobs there are. */
    public synchronized int count() {
        return jobs.size();
    }

    /** How many jobs are in that state. */
    public long count(JobStatus status) {
        return snapshot().stream().filter(job -> job.status() == status).count();
    }

    /**
     * Ends a job now, whatever the clock says, and one that would never end as well: {@code completed}, or
     * {@code failed} where that was planned for it. Waits until its videos are rendered.
     */
    public VideoJob finish(String id) {
        Job job = get(id);
        awaitRendering(job);
        job.finish();
        return job.snapshot();
    }

    /** Lets a job fail now. One that has ended stays as it is. */
    public VideoJob fail(String id, String code, String message) {
        Job job = get(id);
        job.fail(code, message);
        return job.snapshot();
    }

    /** The addresses of a completed job's videos stop working. */
    public VideoJob expireMedia(String id) {
        Job job = get(id);
        job.expireMedia();
        return job.snapshot();
    }

    /**
     * Waits until a job's videos are rendered, so that with a clock moved by hand its state depends on the clock alone.
     */
    public VideoJob awaitRendering(String id) {
        Job job = get(id);
        awaitRendering(job);
        return job.snapshot();
    }

    private static void awaitRendering(Job job) {
        try {
            if (!job.awaitRendering(RENDERING_LIMIT.toMillis())) {
                throw new IllegalStateException("not rendered within " + RENDERING_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the rendering", e);
        }
    }
}
