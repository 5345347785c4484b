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
 * A job as the gateway last described it. Only {@code id} and {@code status} are always there; a gateway may leave out
 * anything else. It can be serialized, and written and read as JSON by Jackson as it comes ({@code marshal().json()}).
 *
 * @param id             the gateway's name for the job; opaque
 * @param status         where it stands
 * @param statusText     the gateway's own word for the status, or {@code null}
 * @param model          the model asked for
 * @param executedModel  the model that did the work, such as {@code xai/grok-imagine-video}
 * @param provider       the provider behind the gateway that did the work
 * @param progress       0 to 100
 * @param seconds        duration of the video in seconds
 * @param size           {@code WxH} or {@code W:H}
 * @param videos         the results; empty unless {@link JobStatus#COMPLETED}
 * @param error          why it failed; also why a {@link JobStatus#COMPLETED} job names no video, where nothing says
 *                       that it went elsewhere
 * @param cost           what it costs, or what was charged although it failed
 * @param createdAt      when the gateway accepted it
 * @param completedAt    when it was done
 * @param expiresAt      when the URLs of the videos stop working
 * @param json           the gateway's answer as it came
 * @param parts          where several jobs stand for one request: these, in order; otherwise empty
 * @param externalOutput whether the video goes to a place that the request named, such as xAI's
 *                       {@code output.upload_url}; then a completed job may name no video
 * @param warnings       what is odd about the gateway's answer, such as a URL that was left out; fit for a log
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

    /** A job without warnings whose video, as far as is known, is fetched from the gateway. */
    public VideoJob(
                    String id, JobStatus status, String statusText, String model, String executedModel, String provider,
                    Integer progress, Double seconds, String size, List<Video> videos, JobError error, Cost cost,
                    Instant createdAt, Instant completedAt, Instant expiresAt, String json, List<VideoJob> parts) {
        this(id, status, statusText, model, executedModel, provider, progress, seconds, size, videos, error, cost, createdAt,
             completedAt, expiresAt, json, parts, false, List.of());
    }

    /**
     * What several completed jobs are together: their videos in order, their cost in sum, the rest as in the first.
     *
     * @param parts at least one
     */
    public static VideoJob together(List<VideoJob> parts) {
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

    /** A job of which nothing is known but its id. */
    public static VideoJob named(String id) {
        return new VideoJob(
                id, JobStatus.QUEUED, null, null, null, null, null, null, null, List.of(), null, null, null, null, null, "",
                List.of());
    }

    /**
     * The same as it is kept for a whole wait: without the gateway's answer, and with the words that jobs share kept
     * once.
     */
    public VideoJob withoutJson() {
        return new VideoJob(
                id, status, shared(statusText), shared(model), shared(executedModel), shared(provider), progress, seconds,
                shared(size), videos, error, cost, createdAt, completedAt, expiresAt, "", parts, externalOutput, warnings);
    }

    /** The same, known to send its video to a place that the request named. */
    public VideoJob withExternalOutput() {
        return new VideoJob(
                id, status, statusText, model, executedModel, provider, progress, seconds, size, videos,
                status == JobStatus.COMPLETED ? null : error, cost, createdAt, completedAt, expiresAt, json, parts, true,
                warnings);
    }

    /**
     * The same with other videos.
     *
     * @param others instead of its own
     * @param lack   what is wrong if it is completed and there are none
     * @param more   warnings, besides its own
     */
    public VideoJob withVideos(List<Video> others, JobError lack, List<String> more) {
        boolean lacking = status == JobStatus.COMPLETED && others.isEmpty() && !externalOutput;
        return new VideoJob(
                id, status, statusText, model, executedModel, provider, progress, seconds, size, others,
                lacking ? lack : error, cost, createdAt, completedAt, expiresAt, json, parts, externalOutput,
                Stream.concat(warnings.stream(), more.stream()).toList());
    }

    /** Whether it is completed, names no video, and nothing says that the video went elsewhere. */
    public boolean lacksOutput() {
        return status == JobStatus.COMPLETED && videos.isEmpty() && !externalOutput;
    }

    /**
     * The same with no more videos than were asked for. Of several jobs each keeps its share.
     *
     * @param most at least 1
     */
    public VideoJob withAtMost(int most) {
        if (parts.size() > 1) {
            int share = Math.max(1, most / parts.size());
            boolean few = parts.stream().allMatch(part -> part.videos.size() <= share);
            return few ? this : together(parts.stream().map(part -> part.withAtMost(share)).toList());
        }
        if (videos.size() <= most) {
            return this;
        }
        List<String> more = new ArrayList<>(warnings);
        more.add("The gateway names " + videos.size() + " videos, " + most + " at most " + (most == 1 ? "was" : "were")
                 + " asked for; the others are left out");
        return new VideoJob(
                id, status, statusText, model, executedModel, provider, progress, seconds, size, videos.subList(0, most),
                error, cost, createdAt, completedAt, expiresAt, json,
                parts.stream().map(part -> part.withAtMost(most)).toList(), externalOutput, more);
    }

    private static String shared(String word) {
        return word == null || word.length() > LONGEST_WORD ? word : word.intern();
    }

    /** Whether nothing more will happen to the job. */
    @JsonIgnore
    public boolean isFinal() {
        return status.isFinal();
    }

    /** Short, for logs: neither URLs, which are signed, nor the gateway's texts. */
    @Override
    public String toString() {
        return "VideoJob[" + id + ", " + status + (progress == null ? "" : ", " + progress + " %") + "]";
    }
}
