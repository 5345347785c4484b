package io.github.grokvideo.emulator.internal.lumenfall;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.JobStatus;
import io.github.grokvideo.emulator.OutputShape;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.job.JobSnapshot;
import io.github.grokvideo.emulator.internal.job.VideoFile;

/** The JSON of the gateway's answers. */
final class LumenfallAnswers {

    private static final long MODEL_CREATED = 1_760_000_000L;

    private LumenfallAnswers() {
    }

    /** The answer to a create: the documented minimum. */
    static ObjectNode created(JobSnapshot snapshot) {
        VideoJob job = snapshot.job();
        ObjectNode json = Json.object().put("id", job.id()).put("object", "video")
                .put("created_at", job.createdAt().getEpochSecond()).put("status", job.status().word())
                .put("model", snapshot.model()).put("seconds", job.seconds().toPlainString())
                .put("size", job.size());
        if (job.status() == JobStatus.FAILED) {
            putError(json, job);
        }
        putMetadata(json, snapshot);
        return json;
    }

    /** The answer to a read. */
    static ObjectNode job(JobSnapshot snapshot, OutputShape shape) {
        VideoJob job = snapshot.job();
        boolean completed = job.status() == JobStatus.COMPLETED;
        ObjectNode json = Json.object().put("id", job.id()).put("object", "video")
                .put("created_at", job.createdAt().getEpochSecond())
                .put("completed_at", completed ? (Long) job.endedAt().getEpochSecond() : null)
                .put("expires_at", completed ? (Long) snapshot.videos().get(0).expiresAt().getEpochSecond() : null)
                .put("status", job.status().word()).put("model", snapshot.model()).put("prompt", job.prompt())
                .put("seconds", job.seconds().toPlainString()).put("size", job.size());
        if (completed) {
            putOutput(json, snapshot.videos(), shape);
        } else {
            json.putNull("output");
        }
        if (job.status() == JobStatus.FAILED) {
            putError(json, job);
        } else {
            json.putNull("error");
        }
        putMetadata(json, snapshot);
        return json;
    }

    private static void putOutput(ObjectNode json, List<VideoFile> videos, OutputShape shape) {
        ArrayNode all = Json.array();
        for (VideoFile video : videos) {
            all.addObject().put("url", video.url()).put("content_type", "video/mp4").put("size_bytes", video.size());
        }
        if (all.size() == 1) {
            json.set("output", all.get(0));
            return;
        }
        switch (shape) {
            case OUTPUT_ARRAY -> json.set("output", all);
            case DATA -> json.<ObjectNode> set("output", all.get(0)).set("data", all);
            case OUTPUTS -> json.<ObjectNode> set("output", all.get(0)).set("outputs", all);
        }
    }

    private static void putError(ObjectNode json, VideoJob job) {
        json.putObject("error").put("code", job.errorCode()).put("message", job.errorMessage());
    }

    private static void putMetadata(ObjectNode json, JobSnapshot snapshot) {
        String provider = snapshot.provider();
        json.putObject("metadata").put("provider", provider)
                .put("provider_name", "xai".equals(provider) ? "xAI" : provider)
                .put("model", snapshot.model()).put("executed_model", provider + "/" + snapshot.model())
                .put(snapshot.job().status().isFinal() ? "cost" : "cost_estimate", snapshot.job().cost())
                .put("cost_currency", "USD");
    }

    /** The answer to a dry run. */
    static ObjectNode estimate(LumenfallParameters parameters) {
        BigDecimal quantity = parameters.totalSeconds();
        long micros = parameters.estimatedCost().movePointRight(6).longValue();
        ObjectNode answer = Json.object().put("estimated", true).put("model", LumenfallParameters.MODEL)
                .put("provider", parameters.provider()).put("total_cost_micros", micros).put("currency", "USD");
        answer.putArray("components").addObject().put("type", "output").put("metric", "second")
                .put("quantity", quantity).put("billable_quantity", quantity)
                .put("unit_price", LumenfallParameters.PRICE_PER_SECOND).put("total_cost", micros);
        return answer;
    }

    static ObjectNode models() {
        ObjectNode list = Json.object().put("object", "list");
        list.putArray("data").add(model());
        return list;
    }

    static ObjectNode model() {
        return Json.object().put("id", LumenfallParameters.MODEL).put("object", "model").put("created", MODEL_CREATED)
                .put("owned_by", "xai");
    }

    /** The answer with the request history, the newest first. */
    static ObjectNode requests(List<VideoJob> newestLast) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        for (int i = newestLast.size() - 1; i >= 0; i--) {
            data.add(request(newestLast.get(i)));
        }
        return list.putNull("next_page_url").putNull("previous_page_url");
    }

    private static ObjectNode request(VideoJob job) {
        String status = switch (job.status()) {
            case QUEUED -> "pending";
            case IN_PROGRESS -> "processing";
            case FAILED -> "upstream_failure";
            default -> job.status().word();
        };
        Long millis = job.endedAt() == null ? null : Duration.between(job.createdAt(), job.endedAt()).toMillis();
        return Json.object().put("id", job.id()).put("object", "request")
                .put("created_at", job.createdAt().toString()).put("model", LumenfallParameters.MODEL)
                .put("modality", "video").put("endpoint", "videos").put("status", status).put("cost", job.cost())
                .put("currency", "usd").put("duration_ms", millis).put("error_code", job.errorCode())
                .put("error_message", job.errorMessage());
    }
}
