package io.github.grokvideo.emulator.internal.xai;

import java.math.RoundingMode;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.JobStatus;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.job.JobSnapshot;

/** The JSON of xAI's answers. */
final class XaiAnswers {

    private static final long MODEL_CREATED = 1_760_000_000L;
    /** 1 US dollar is 10^10 ticks. */
    private static final int TICKS_EXPONENT = 10;

    private XaiAnswers() {
    }

    static ObjectNode requestId(String id) {
        return Json.object().put("request_id", id);
    }

    /** The answer to a read. */
    static ObjectNode job(JobSnapshot snapshot) {
        VideoJob job = snapshot.job();
        if (!job.status().isFinal()) {
            return Json.object().put("status", "pending").put("progress", snapshot.progress());
        }
        if (job.status() == JobStatus.CANCELLED) {
            return Json.object().put("status", "expired").put("progress", 0);
        }
        if (job.status() == JobStatus.FAILED && !snapshot.moderated()) {
            ObjectNode json = Json.object().put("status", "failed").put("progress", 0);
            json.putObject("error").put("code", errorCode(job.errorCode())).put("message", job.errorMessage());
            return json;
        }
        return done(snapshot);
    }

    private static ObjectNode done(JobSnapshot snapshot) {
        VideoJob job = snapshot.job();
        ObjectNode json = Json.object().put("status", "done").put("progress", 100).put("model", snapshot.model());
        ObjectNode video = json.putObject("video");
        if (!snapshot.moderated()) {
            video.put("url", snapshot.videos().get(0).url());
        }
        video.put("duration", job.seconds().setScale(0, RoundingMode.HALF_UP).intValueExact())
                .put("respect_moderation", !snapshot.moderated());
        if (!snapshot.moderated() && snapshot.storedFileId() != null) {
            video.putObject("file_output").put("file_id", snapshot.storedFileId())
                    .put("filename", snapshot.storedFileName());
        }
        json.putObject("usage").put("cost_in_usd_ticks", job.cost().movePointRight(TICKS_EXPONENT).longValue());
        return json;
    }

    /** Jobs have the gateway's error codes. */
    private static String errorCode(String code) {
        return switch (code) {
            case "INVALID_REQUEST" -> "invalid_argument";
            case "UPSTREAM_ERROR", "INTERNAL_ERROR" -> "internal_error";
            default -> code;
        };
    }

    static ObjectNode models() {
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("models");
        Stream.of(XaiModel.values()).map(XaiAnswers::model).forEach(models::add);
        return json;
    }

    static ObjectNode model(XaiModel model) {
        ObjectNode json = Json.object().put("id", model.id()).put("object", "model").put("created", MODEL_CREATED)
                .put("owned_by", "xai").put("version", "1.0").put("fingerprint", "fp_emulator");
        ArrayNode inputs = json.putArray("input_modalities").add("text").add("image");
        if (model.acceptsVideo()) {
            inputs.add("video");
        }
        json.putArray("output_modalities").add("video");
        ArrayNode aliases = json.putArray("aliases");
        model.aliases().forEach(aliases::add);
        return json;
    }
}
