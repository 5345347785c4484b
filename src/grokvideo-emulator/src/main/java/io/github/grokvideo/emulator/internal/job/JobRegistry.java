package io.github.grokvideo.emulator.internal.job;

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

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.JobStatus;
import io.github.grokvideo.emulator.Jobs;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.emulator.internal.media.MediaStore;

/** The jobs by their ids and idempotency keys. */
public final class JobRegistry implements Jobs {

    private static final Duration RENDERING_LIMIT = Duration.ofMinutes(2);

    private final SecureRandom random = new SecureRandom();
    private final int maxJobs;
    private final MediaStore media;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Job> byIdempotencyKey = new LinkedHashMap<>();

    public JobRegistry(int maxJobs, MediaStore media) {
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

    synchronized void add(Job job) {
        jobs.put(job.id(), job);
        if (job.idempotencyKey() != null) {
            byIdempotencyKey.put(job.idempotencyKey(), job);
        }
        dropOldest();
    }

    private void dropOldest() {
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

    /** Returns a job that was submitted to that API; empty if there is none with that id. */
    public Optional<Job> lookup(Api api, String id) {
        return lookup(id).filter(job -> job.api() == api);
    }

    private synchronized Optional<Job> lookup(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    private Job get(String id) {
        return lookup(id).orElseThrow(() -> new NoSuchElementException("no job " + id));
    }

    private synchronized List<Job> copy() {
        return new ArrayList<>(jobs.values());
    }

    /** Cancels and drops all jobs. */
    public synchronized void clear() {
        jobs.values().forEach(Job::cancel);
        jobs.clear();
        byIdempotencyKey.clear();
    }

    @Override
    public List<VideoJob> all() {
        return copy().stream().map(Job::facts).toList();
    }

    @Override
    public Optional<VideoJob> find(String id) {
        return lookup(id).map(Job::facts);
    }

    @Override
    public synchronized int count() {
        return jobs.size();
    }

    @Override
    public long count(JobStatus status) {
        return copy().stream().filter(job -> job.status() == status).count();
    }

    @Override
    public VideoJob finish(String id) {
        Job job = get(id);
        awaitRendering(job);
        job.finish();
        return job.facts();
    }

    @Override
    public VideoJob fail(String id, String code, String message) {
        Job job = get(id);
        job.fail(JobFailure.of(code, message));
        return job.facts();
    }

    @Override
    public VideoJob expireMedia(String id) {
        Job job = get(id);
        job.expireMedia();
        return job.facts();
    }

    @Override
    public VideoJob awaitRendering(String id) {
        Job job = get(id);
        awaitRendering(job);
        return job.facts();
    }

    private static void awaitRendering(Job job) {
        try {
            if (!job.awaitRendering(RENDERING_LIMIT)) {
                throw new IllegalStateException("not rendered within " + RENDERING_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the rendering", e);
        }
    }
}
