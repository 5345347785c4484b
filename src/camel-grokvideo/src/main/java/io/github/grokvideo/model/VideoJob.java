package io.github.grokvideo.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A job as the gateway last described it. Only {@code id} and {@code status} are always there; a gateway may leave out
 * anything else.
 *
 * @param id            the gateway's name for the job; opaque
 * @param status        where it stands
 * @param statusText    the gateway's own word for the status, or {@code null}
 * @param model         the model asked for
 * @param executedModel the model that did the work, such as {@code xai/grok-imagine-video}
 * @param provider      the provider behind the gateway that did the work
 * @param progress      0 to 100
 * @param seconds       duration of the video in seconds
 * @param size          {@code WxH} or {@code W:H}
 * @param videos        the results; empty unless {@link JobStatus#COMPLETED}
 * @param error         why it failed
 * @param cost          what it costs
 * @param createdAt     when the gateway accepted it
 * @param completedAt   when it was done
 * @param expiresAt     when the URLs of the videos stop working
 * @param json          the gateway's answer as it came
 */
public record VideoJob(
        String id, JobStatus status, String statusText, String model, String executedModel, String provider,
        Integer progress, Double seconds, String size, List<Video> videos, JobError error, Cost cost,
        Instant createdAt, Instant completedAt, Instant expiresAt, String json) {

    public VideoJob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(status, "status");
        videos = List.copyOf(videos);
    }

    /** Whether nothing more will happen to the job. */
    public boolean isFinal() {
        return status.isFinal();
    }

    /** Short, for logs: neither URLs, which are signed, nor the gateway's texts. */
    @Override
    public String toString() {
        return "VideoJob[" + id + ", " + status + (progress == null ? "" : ", " + progress + " %") + "]";
    }
}
