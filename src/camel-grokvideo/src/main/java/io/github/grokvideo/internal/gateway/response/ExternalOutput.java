package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.internal.request.RawJson;
import io.github.grokvideo.internal.request.VideoRequest;

/** Whether a video goes to storage of the caller's own, such as xAI's {@code output.upload_url}. */
public final class ExternalOutput {

    private static final int MAX_DEPTH = 4;
    /** The request fields for it: xAI's, then those of Google, Amazon and others. */
    private static final Set<String> REQUESTED = Set.of(
            "UPLOAD_URL", "STORAGE_OPTIONS", "STORAGE_URI", "STORAGE_URL", "OUTPUT_URI", "OUTPUT_GCS_URI", "OUTPUT_S3_URI",
            "GCS_URI", "S3_URI", "S3_OUTPUT_DATA_CONFIG", "OUTPUT_UPLOAD_URL", "UPLOAD_TO");
    /** The response fields for it. */
    private static final Set<String> REPORTED = Set.of(
            "FILE_OUTPUT", "FILE_ID", "UPLOAD_URL", "UPLOADED_TO", "UPLOADED", "GCS_URI", "S3_URI", "STORAGE_URI");

    private ExternalOutput() {
    }

    /** Whether a request asks for it, so that its job may complete without a video URL. */
    public static boolean isAskedFor(VideoRequest request) {
        return request.parameters().entrySet().stream().anyMatch(entry -> isAskedFor(entry.getKey(), entry.getValue(), 0));
    }

    private static boolean isAskedFor(Object name, Object value, int depth) {
        if (value == null || depth > MAX_DEPTH) {
            return false;
        }
        if (value instanceof RawJson raw) {
            try {
                JsonNode node = GatewayJson.MAPPER.readTree(raw.text());
                return node != null && names(String.valueOf(name), node, REQUESTED, depth);
            } catch (IOException e) {
                return false;
            }
        }
        if (value instanceof Map<?, ?> map && !REQUESTED.contains(ErrorClassifier.normal(String.valueOf(name)))) {
            return map.entrySet().stream().anyMatch(entry -> isAskedFor(entry.getKey(), entry.getValue(), depth + 1));
        }
        return REQUESTED.contains(ErrorClassifier.normal(String.valueOf(name)));
    }

    /** Whether the response of a completed job reports it. */
    static boolean isNamed(JsonNode root) {
        for (String place : List.of("video", "output", "videos", "outputs", "data", "result")) {
            if (names("", root.path(place), REPORTED, 0)) {
                return true;
            }
        }
        return root.has("file_output") || root.has("uploaded_to");
    }

    private static boolean names(String name, JsonNode node, Set<String> known, int depth) {
        if (depth > MAX_DEPTH || node.isNull() || node.isMissingNode() || node.isTextual() && node.textValue().isBlank()
                || node.isBoolean() && !node.booleanValue()) {
            return false;
        }
        if (known.contains(ErrorClassifier.normal(name))) {
            return true;
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (names("", element, known, depth + 1)) {
                    return true;
                }
            }
        }
        for (Map.Entry<String, JsonNode> field : (Iterable<Map.Entry<String, JsonNode>>) node::fields) {
            if (names(field.getKey(), field.getValue(), known, depth + 1)) {
                return true;
            }
        }
        return false;
    }
}
