package io.github.grokvideo.emulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A job. Its state follows from the clock at the moment it is looked at; {@code completed} also waits for the files.
 */
final class Job {

    /** One video of the job: its file, and the address last handed out. */
    private static final class Output {
        private final Path file;
        private final long size;
        private MediaAddress address;

        Output(Path file, long size) {
            this.file = file;
            this.size = size;
        }
    }

    /** 1 US dollar is 10^10 ticks. */
    private static final int TICKS_EXPONENT = 10;
    private static final int MAX_PROGRESS = 99;

    private final String id;
    private final Instant createdAt;
    private final Settings settings;
    private final MediaStore media;
    private final CountDownLatch rendered = new CountDownLatch(1);

    private VideoParameters parameters;
    private final Api api;
    private final String prompt;
    private final String model;
    private final String provider;
    private final int count;
    private final String idempotencyKey;
    private final String fingerprint;
    private final String webhookUrl;
    private final String storedFileName;
    private BigDecimal seconds;
    private BigDecimal cost;
    private String size;

    private final List<Output> outputs = new ArrayList<>();
    private Instant renderedAt;
    private Instant due;
    private boolean neverFinishes;
    private boolean moderated;
    private String replacedUrl;
    private String plannedErrorCode;
    private String plannedErrorMessage;

    private JobStatus finalStatus;
    private Instant endedAt;
    private String errorCode;
    private String errorMessage;
    private boolean endReported;

    Job(String id, VideoParameters parameters, Instant createdAt, Settings settings, MediaStore media) {
        this.id = id;
        this.parameters = parameters;
        this.createdAt = createdAt;
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
        VideoFormat format = parameters.format(null, null);
        this.seconds = format.seconds();
        this.cost = format.cost();
        this.size = parameters.sizeDependsOnInput() ? "auto" : format.size().toString();
        this.due = createdAt.plus(settings.queueTime).plus(settings.renderTime);
    }

    String id() {
        return id;
    }

    Api api() {
        return api;
    }

    /** {@code null} when the job has ended. */
    synchronized VideoParameters parameters() {
        return parameters;
    }

    /** Whether it was made by a request for the same. */
    boolean isAskedFor(LumenfallParameters other) {
        return other.fingerprint().equals(fingerprint);
    }

    String idempotencyKey() {
        return idempotencyKey;
    }

    String webhookUrl() {
        return webhookUrl;
    }

    // what a fault plans for the job

    synchronized void planFailure(String code, String message) {
        plannedErrorCode = code;
        plannedErrorMessage = message;
    }

    /** A failure that xAI does not call one. */
    synchronized void planModeration(String code, String message) {
        planFailure(code, message);
        moderated = true;
    }

    synchronized boolean isFailurePlanned() {
        return plannedErrorCode != null;
    }

    synchronized void planNoEnd() {
        neverFinishes = true;
    }

    synchronized void planUrl(String url) {
        replacedUrl = url;
    }

    // what the renderer reports

    /** What was found out from the inputs. */
    synchronized void inputsRead(VideoFormat format) {
        seconds = format.seconds();
        size = format.size().toString();
        cost = format.cost();
    }

    synchronized void addOutput(Path file, long fileSize) {
        outputs.add(new Output(file, fileSize));
    }

    synchronized void renderingEnded() {
        renderedAt = settings.clock.instant();
        rendered.countDown();
    }

    boolean awaitRendering(long millis) throws InterruptedException {
        return rendered.await(millis, TimeUnit.MILLISECONDS);
    }

    // the state

    synchronized JobStatus status() {
        if (finalStatus != null) {
            return finalStatus;
        }
        Instant now = settings.clock.instant();
        if (!now.isBefore(due) && !neverFinishes) {
            if (plannedErrorCode != null) {
                end(JobStatus.FAILED, due);
                return finalStatus;
            }
            if (renderedAt != null) {
                end(JobStatus.COMPLETED, renderedAt.isAfter(due) ? renderedAt : due);
                return finalStatus;
            }
            return JobStatus.IN_PROGRESS;
        }
        return now.isBefore(createdAt.plus(settings.queueTime)) ? JobStatus.QUEUED : JobStatus.IN_PROGRESS;
    }

    synchronized void fail(String code, String message) {
        if (!status().isFinal()) {
            planFailure(code, message);
            end(JobStatus.FAILED, settings.clock.instant());
        }
    }

    synchronized void moderate(String code, String message) {
        if (!status().isFinal()) {
            planModeration(code, message);
            end(JobStatus.FAILED, settings.clock.instant());
        }
    }

    synchronized void finish() {
        if (!status().isFinal()) {
            neverFinishes = false;
            due = settings.clock.instant();
            status();
        }
    }

    /** Best effort: a job that has ended stays as it is. */
    synchronized void cancel() {
        if (!status().isFinal()) {
            end(JobStatus.CANCELLED, settings.clock.instant());
        }
    }

    private void end(JobStatus status, Instant at) {
        finalStatus = status;
        endedAt = at;
        if (status == JobStatus.FAILED) {
            errorCode = plannedErrorCode;
            errorMessage = plannedErrorMessage;
        }
        if (status == JobStatus.COMPLETED) {
            outputs.forEach(output -> output.address = media.publish(output.file, at.plus(settings.mediaTimeToLive)));
            if (storedFileName != null) {
                media.store(storedFileId(), outputs.get(0).file);
            }
        }
        // they may hold whole images and videos, which nothing needs any more
        parameters = null;
    }

    /** Whether the job has ended and this is the first time that is asked. */
    synchronized boolean takeEnd() {
        if (endReported || !status().isFinal()) {
            return false;
        }
        endReported = true;
        return true;
    }

    synchronized boolean isCancelled() {
        return finalStatus == JobStatus.CANCELLED;
    }

    synchronized void expireMedia() {
        status();
        for (Output output : outputs) {
            if (output.address != null) {
                output.address = media.expire(output.address);
            }
        }
    }

    synchronized List<Path> files() {
        return outputs.stream().map(output -> output.file).toList();
    }

    synchronized VideoJob snapshot() {
        JobStatus status = status();
        return new VideoJob(
                id, api, status, prompt, seconds, size, count, cost, idempotencyKey, createdAt, endedAt, errorCode,
                errorMessage);
    }

    /** The answer to a create: the documented minimum, for a job just made. */
    ObjectNode toCreatedJson() {
        VideoJob job = snapshot();
        ObjectNode json = Json.object().put("id", id).put("object", "video")
                .put("created_at", createdAt.getEpochSecond()).put("status", job.status().word())
                .put("model", model).put("seconds", job.seconds().toPlainString())
                .put("size", job.size());
        if (job.status() == JobStatus.FAILED) {
            putError(json, job);
        }
        putMetadata(json, job);
        return json;
    }

    private static void putError(ObjectNode json, VideoJob job) {
        json.putObject("error").put("code", job.errorCode()).put("message", job.errorMessage());
    }

    /** The answer to a read. */
    synchronized ObjectNode toJson() {
        VideoJob job = snapshot();
        ObjectNode json = Json.object().put("id", id).put("object", "video")
                .put("created_at", createdAt.getEpochSecond());
        boolean completed = job.status() == JobStatus.COMPLETED;
        json.put("completed_at", completed ? (Long) endedAt.getEpochSecond() : null);
        if (completed) {
            refreshAddresses();
        }
        json.put("expires_at", completed ? (Long) outputs.get(0).address.expiresAt().getEpochSecond() : null);
        json.put("status", job.status().word()).put("model", model).put("prompt", prompt)
                .put("seconds", job.seconds().toPlainString()).put("size", job.size());
        if (completed) {
            putOutput(json);
        } else {
            json.putNull("output");
        }
        if (job.status() == JobStatus.FAILED) {
            putError(json, job);
        } else {
            json.putNull("error");
        }
        putMetadata(json, job);
        return json;
    }

    private void refreshAddresses() {
        if (!settings.refreshExpiredMedia) {
            return;
        }
        Instant now = settings.clock.instant();
        for (Output output : outputs) {
            if (!now.isBefore(output.address.expiresAt())) {
                output.address = media.publish(output.file, now.plus(settings.mediaTimeToLive));
            }
        }
    }

    private void putOutput(ObjectNode json) {
        ArrayNode all = Json.array();
        for (Output output : outputs) {
            all.addObject().put("url", url(output))
                    .put("content_type", "video/mp4").put("size_bytes", output.size);
        }
        if (all.size() == 1) {
            json.set("output", all.get(0));
            return;
        }
        switch (settings.outputShape) {
            case OUTPUT_ARRAY -> json.set("output", all);
            case DATA -> json.<ObjectNode> set("output", all.get(0)).set("data", all);
            case OUTPUTS -> json.<ObjectNode> set("output", all.get(0)).set("outputs", all);
        }
    }

    private String url(Output output) {
        return replacedUrl == null ? media.url(output.address) : replacedUrl;
    }

    private void putMetadata(ObjectNode json, VideoJob job) {
        json.putObject("metadata").put("provider", provider)
                .put("provider_name", "xai".equals(provider) ? "xAI" : provider)
                .put("model", model).put("executed_model", provider + "/" + model)
                .put(job.status().isFinal() ? "cost" : "cost_estimate", job.cost()).put("cost_currency", "USD");
    }

    /** The answer of xAI to a read. */
    synchronized ObjectNode toXaiJson() {
        JobStatus status = status();
        if (!status.isFinal()) {
            return Json.object().put("status", "pending").put("progress", progress());
        }
        if (status == JobStatus.CANCELLED) {
            return Json.object().put("status", "expired").put("progress", 0);
        }
        if (status == JobStatus.FAILED && !moderated) {
            ObjectNode json = Json.object().put("status", "failed").put("progress", 0);
            json.putObject("error").put("code", xaiErrorCode()).put("message", errorMessage);
            return json;
        }
        ObjectNode json = Json.object().put("status", "done").put("progress", 100).put("model", model);
        ObjectNode video = json.putObject("video");
        if (!moderated) {
            refreshAddresses();
            video.put("url", url(outputs.get(0)));
        }
        video.put("duration", seconds.setScale(0, RoundingMode.HALF_UP).intValueExact())
                .put("respect_moderation", !moderated);
        if (!moderated && storedFileName != null) {
            video.putObject("file_output").put("file_id", storedFileId()).put("filename", storedFileName);
        }
        json.putObject("usage").put("cost_in_usd_ticks", cost.movePointRight(TICKS_EXPONENT).longValue());
        return json;
    }

    private String storedFileId() {
        return "file_" + id.replace("-", "");
    }

    /** Of the time until it is due, in percent; less than 100. */
    private int progress() {
        long whole = Duration.between(createdAt, due).toMillis();
        long passed = Duration.between(createdAt, settings.clock.instant()).toMillis();
        return passed >= whole ? MAX_PROGRESS : (int) Math.max(0, Math.min(MAX_PROGRESS, 100 * passed / whole));
    }

    /** The emulator's own codes are the gateway's. */
    private String xaiErrorCode() {
        return switch (errorCode) {
            case "INVALID_REQUEST" -> "invalid_argument";
            case "UPSTREAM_ERROR", "INTERNAL_ERROR" -> "internal_error";
            default -> errorCode;
        };
    }
}
