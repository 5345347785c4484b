package io.github.grokvideo.model;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;

/**
 * A job as the gateway last reported it. Immutable. Lists and {@code json} are never {@code null}; {@code id} and
 * {@code status} are always set, all other components are {@code null} if the gateway does not report them. A job can
 * be serialized, and written and read as JSON by Jackson ({@code marshal().json()}).
 *
 * @param id             the gateway's id of the job; opaque
 * @param status         the status
 * @param statusText     the gateway's own term for the status
 * @param model          the requested model
 * @param executedModel  the model that generated the video, such as {@code xai/grok-imagine-video}
 * @param provider       the provider behind the gateway that generated the video
 * @param progress       the progress from 0 to 100
 * @param seconds        the duration of the video in seconds
 * @param size           the size of the video, {@code WxH} or {@code W:H}
 * @param videos         the videos; empty unless {@link JobStatus#COMPLETED}
 * @param error          the reason why the job failed, or why a {@link JobStatus#COMPLETED} job has no video although
 *                       the request set no other destination
 * @param cost           the cost, or what was charged although the job failed
 * @param createdAt      the time of acceptance by the gateway
 * @param completedAt    the time of completion
 * @param expiresAt      the time at which the URLs of the videos expire
 * @param json           the gateway's response, unchanged; empty if it was not kept
 * @param parts          the jobs, in order, if a request took more than one; otherwise empty
 * @param externalOutput whether the request set another destination for the video, such as xAI's
 *                       {@code output.upload_url}; then a completed job may have no video
 * @param warnings       irregularities of the gateway's response, such as an omitted URL; safe to log
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VideoJob(
        String id, JobStatus status, String statusText, String model, String executedModel, String provider,
        Integer progress, Double seconds, String size, List<Video> videos, JobError error, Cost cost,
        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = InstantDeserializer.class) Instant createdAt,
        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = InstantDeserializer.class) Instant completedAt,
        @JsonSerialize(using = ToStringSerializer.class) @JsonDeserialize(using = InstantDeserializer.class) Instant expiresAt,
        String json, List<VideoJob> parts, boolean externalOutput, List<String> warnings) implements Serializable {

    private static final int LONGEST_WORD = 100;

    public VideoJob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        videos = videos == null ? List.of() : List.copyOf(videos);
        json = json == null ? "" : json;
        parts = parts == null ? List.of() : List.copyOf(parts);
        // a job that was stored by an earlier version has none
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** Creates a job without warnings and without another destination for its video. */
    public VideoJob(
                    String id, JobStatus status, String statusText, String model, String executedModel, String provider,
                    Integer progress, Double seconds, String size, List<Video> videos, JobError error, Cost cost,
                    Instant createdAt, Instant completedAt, Instant expiresAt, String json, List<VideoJob> parts) {
        this(id, status, statusText, model, executedModel, provider, progress, seconds, size, videos, error, cost, createdAt,
             completedAt, expiresAt, json, parts, false, List.of());
    }

    /**
     * Combines completed jobs of one request: all videos in order, the total cost, everything else as in the first.
     *
     * @param parts at least one
     */
    public static VideoJob combined(List<VideoJob> parts) {
        VideoJob first = parts.get(0);
        List<Video> videos = parts.stream().flatMap(part -> part.videos().stream()).toList();
        String json = parts.stream().map(VideoJob::json).collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
        boolean external = parts.stream().anyMatch(VideoJob::externalOutput);
        return new VideoJob(
                first.id, first.status, first.statusText, first.model, first.executedModel, first.provider, first.progress,
                first.seconds, first.size, videos, videos.isEmpty() && !external ? first.error : null,
                Cost.sum(parts.stream().map(VideoJob::cost).toList()),
                first.createdAt, first.completedAt, first.expiresAt, json, parts, external,
                parts.stream().flatMap(part -> part.warnings().stream()).toList());
    }

    /** Returns a job of which only the id is known. */
    public static VideoJob ofId(String id) {
        return new VideoJob(
                id, JobStatus.QUEUED, null, null, null, null, null, null, null, List.of(), null, null, null, null, null, "",
                List.of());
    }

    /**
     * Returns a compact copy for the duration of a wait: without the gateway's response, and with shared instances of
     * recurring texts.
     */
    public VideoJob withoutJson() {
        return new VideoJob(
                id, status, shared(statusText), shared(model), shared(executedModel), shared(provider), progress, seconds,
                shared(size), videos, error, cost, createdAt, completedAt, expiresAt, "", parts, externalOutput, warnings);
    }

    /** Returns a copy for a request that set another destination for the video. */
    public VideoJob withExternalOutput() {
        return new VideoJob(
                id, status, statusText, model, executedModel, provider, progress, seconds, size, videos,
                status == JobStatus.COMPLETED ? null : error, cost, createdAt, completedAt, expiresAt, json, parts, true,
                warnings);
    }

    /**
     * Returns a copy with other videos.
     *
     * @param others the videos
     * @param lack   the error if the job is completed and has no videos
     * @param more   additional warnings
     */
    public VideoJob withVideos(List<Video> others, JobError lack, List<String> more) {
        boolean lacking = status == JobStatus.COMPLETED && others.isEmpty() && !externalOutput;
        return new VideoJob(
                id, status, statusText, model, executedModel, provider, progress, seconds, size, others,
                lacking ? lack : error, cost, createdAt, completedAt, expiresAt, json, parts, externalOutput,
                Stream.concat(warnings.stream(), more.stream()).toList());
    }

    /** Returns whether the job is completed without a video, although the request set no other destination. */
    public boolean lacksOutput() {
        return status == JobStatus.COMPLETED && videos.isEmpty() && !externalOutput;
    }

    /**
     * Returns a copy with at most the requested number of videos. If there are parts, each keeps its share.
     *
     * @param most at least 1
     */
    public VideoJob withAtMost(int most) {
        if (parts.size() > 1) {
            int share = Math.max(1, most / parts.size());
            boolean few = parts.stream().allMatch(part -> part.videos.size() <= share);
            return few ? this : combined(parts.stream().map(part -> part.withAtMost(share)).toList());
        }
        if (videos.size() <= most) {
            return this;
        }
        List<String> more = new ArrayList<>(warnings);
        more.add("The gateway returned " + videos.size() + " videos, at most " + most + (most == 1 ? " was" : " were")
                 + " requested; the others are ignored");
        return new VideoJob(
                id, status, statusText, model, executedModel, provider, progress, seconds, size, videos.subList(0, most),
                error, cost, createdAt, completedAt, expiresAt, json,
                parts.stream().map(part -> part.withAtMost(most)).toList(), externalOutput, more);
    }

    private static String shared(String word) {
        return word == null || word.length() > LONGEST_WORD ? word : word.intern();
    }

    /** Returns whether the job is finished. */
    @JsonIgnore
    public boolean isFinal() {
        return status.isFinal();
    }

    /** Returns a short text for logs, without URLs, which are signed, and without the gateway's texts. */
    @Override
    public String toString() {
        return "VideoJob[" + id + ", " + status + (progress == null ? "" : ", " + progress + " %") + "]";
    }
}
