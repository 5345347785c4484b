package io.github.grokvideo.emulator.internal.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.JobStatus;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.media.MediaAddress;
import io.github.grokvideo.emulator.internal.media.MediaStore;

/**
 * A job. Its status follows from the clock at the moment it is read; {@code completed} also waits for the files.
 * Thread-safe.
 */
public final class Job {

    /** A video of the job: its file, and the address last published. */
    private static final class Output {
        private final Path file;
        private final long size;
        private MediaAddress address;

        Output(Path file, long size) {
            this.file = file;
            this.size = size;
        }
    }

    /** The final status, and when it was reached; {@code failure} is set exactly if the job failed. */
    private record End(JobStatus status, Instant at, JobFailure failure) {
    }

    private static final int MAX_PROGRESS = 99;

    private final String id;
    private final Instant createdAt;
    private final Settings settings;
    private final MediaStore media;
    private final CountDownLatch rendered = new CountDownLatch(1);

    private final Api api;
    private final String prompt;
    private final String model;
    private final String provider;
    private final int count;
    private final String idempotencyKey;
    private final String fingerprint;
    private final String webhookUrl;
    private final String storedFileName;

    private JobParameters parameters;
    private VideoFormat format;
    private String size;

    private final List<Output> outputs = new ArrayList<>();
    private Instant renderedAt;

    private Instant due;
    private boolean endless;
    private JobFailure plannedFailure;
    private String plannedUrl;

    private End end;
    private boolean endReported;

    Job(String id, JobParameters parameters, Settings settings, MediaStore media) {
        this.id = id;
        this.parameters = parameters;
        this.createdAt = settings.clock.instant();
        this.settings = settings;
        this.media = media;
        this.api = parameters.api();
        this.prompt = parameters.prompt();
        this.model = parameters.model();
        this.provider = parameters.provider();
        this.count = parameters.count();
        this.idempotencyKey = parameters.idempotencyKey();
        this.fingerprint = idempotencyKey == null ? null : parameters.fingerprint();
        this.webhookUrl = parameters.webhookUrl();
        this.storedFileName = parameters.storedFileName();
        this.format = parameters.format(null, null);
        this.size = parameters.sizeDependsOnInput() ? "auto" : format.size().toString();
        this.due = createdAt.plus(settings.queueTime).plus(settings.renderTime);
    }

    public String id() {
        return id;
    }

    public Api api() {
        return api;
    }

    /** Returns the parameters; {@code null} if the job has finished. */
    synchronized JobParameters parameters() {
        return parameters;
    }

    /** Whether the job was submitted with parameters of that fingerprint. */
    public boolean hasFingerprint(String other) {
        return other.equals(fingerprint);
    }

    String idempotencyKey() {
        return idempotencyKey;
    }

    /** Returns the URL for the webhook; {@code null} if there is none. */
    public String webhookUrl() {
        return webhookUrl;
    }

    // plans, which take effect when the job is due

    public synchronized void planFailure(JobFailure failure) {
        plannedFailure = failure;
    }

    synchronized boolean isFailurePlanned() {
        return plannedFailure != null;
    }

    public synchronized void planNoEnd() {
        endless = true;
    }

    /** Plans another address for all videos. */
    public synchronized void planUrl(String url) {
        plannedUrl = url;
    }

    // rendering

    /** Sets the format, which can depend on the inputs. */
    synchronized void inputsRead(VideoFormat actual) {
        format = actual;
        size = actual.size().toString();
    }

    synchronized void addOutput(Path file, long fileSize) {
        outputs.add(new Output(file, fileSize));
    }

    synchronized void renderingFinished() {
        renderedAt = settings.clock.instant();
        rendered.countDown();
    }

    boolean awaitRendering(Duration limit) throws InterruptedException {
        return rendered.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized List<Path> files() {
        return outputs.stream().map(output -> output.file).toList();
    }

    // status

    public synchronized JobStatus status() {
        if (end != null) {
            return end.status();
        }
        Instant now = settings.clock.instant();
        if (now.isBefore(due) || endless) {
            return now.isBefore(createdAt.plus(settings.queueTime)) ? JobStatus.QUEUED : JobStatus.IN_PROGRESS;
        }
        if (plannedFailure != null) {
            end(JobStatus.FAILED, due);
        } else if (renderedAt != null) {
            end(JobStatus.COMPLETED, renderedAt.isAfter(due) ? renderedAt : due);
        } else {
            return JobStatus.IN_PROGRESS;
        }
        return end.status();
    }

    /** Makes the job fail now. A finished job is left unchanged, as by the two methods below. */
    public synchronized void fail(JobFailure failure) {
        if (!status().isFinal()) {
            plannedFailure = failure;
            end(JobStatus.FAILED, settings.clock.instant());
        }
    }

    public synchronized void cancel() {
        if (!status().isFinal()) {
            end(JobStatus.CANCELLED, settings.clock.instant());
        }
    }

    /** Makes the job due now. */
    synchronized void finish() {
        if (!status().isFinal()) {
            endless = false;
            due = settings.clock.instant();
            status();
        }
    }

    private void end(JobStatus status, Instant at) {
        end = new End(status, at, status == JobStatus.FAILED ? plannedFailure : null);
        if (status == JobStatus.COMPLETED) {
            outputs.forEach(output -> output.address = media.publish(output.file, at.plus(settings.mediaTimeToLive)));
            if (storedFileName != null) {
                media.store(storedFileId(), outputs.get(0).file);
            }
        }
        // they may hold whole images and videos
        parameters = null;
    }

    /** Returns true once: at the first call after the job has finished. */
    public synchronized boolean takeEnd() {
        if (endReported || !status().isFinal()) {
            return false;
        }
        endReported = true;
        return true;
    }

    synchronized boolean isCancelled() {
        return end != null && end.status() == JobStatus.CANCELLED;
    }

    /** Expires the addresses of the videos. */
    public synchronized void expireMedia() {
        status();
        for (Output output : outputs) {
            if (output.address != null) {
                output.address = media.expire(output.address);
            }
        }
    }

    // what others see

    synchronized VideoJob facts() {
        JobStatus status = status();
        JobFailure failure = end == null ? null : end.failure();
        return new VideoJob(
                id, api, status, prompt, format.seconds(), size, count, format.cost(), idempotencyKey, createdAt,
                end == null ? null : end.at(), failure == null ? null : failure.code(),
                failure == null ? null : failure.message());
    }

    /** Returns the job as it is now; expired addresses are renewed. */
    public synchronized JobSnapshot snapshot() {
        VideoJob facts = facts();
        boolean moderated = end != null && end.failure() != null && end.failure().moderated();
        return new JobSnapshot(
                facts, model, provider, facts.status() == JobStatus.COMPLETED ? videos() : List.of(), progress(), moderated,
                storedFileName == null ? null : storedFileId(), storedFileName);
    }

    private List<VideoFile> videos() {
        Instant now = settings.clock.instant();
        List<VideoFile> videos = new ArrayList<>();
        for (Output output : outputs) {
            if (settings.refreshExpiredMedia && !now.isBefore(output.address.expiresAt())) {
                output.address = media.publish(output.file, now.plus(settings.mediaTimeToLive));
            }
            videos.add(new VideoFile(
                    plannedUrl == null ? media.url(output.address) : plannedUrl, output.size,
                    output.address.expiresAt()));
        }
        return videos;
    }

    private String storedFileId() {
        return "file_" + id.replace("-", "");
    }

    private int progress() {
        long whole = Duration.between(createdAt, due).toMillis();
        long elapsed = Duration.between(createdAt, settings.clock.instant()).toMillis();
        return elapsed >= whole ? MAX_PROGRESS : (int) Math.max(0, Math.min(MAX_PROGRESS, 100 * elapsed / whole));
    }
}
