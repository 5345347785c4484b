package io.github.grokvideo.emulator.internal.tape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.github.grokvideo.emulator.internal.lumenfall.MultipartForm;

/** Reads the request of a call as a tape compares it, and sends a recorded answer. */
final class ApiCallBody {

    private ApiCallBody() {
    }

    /** Returns the body; a form as the JSON of the same request, {@code null} if it is empty. */
    static JsonNode json(ApiCall call) {
        if ("multipart/form-data".equals(call.mediaType())) {
            try {
                return MultipartForm.read(call.request().getHeader("Content-Type"), call.body());
            } catch (ApiError e) {
                // compared as it is: the gateway may have answered an error
            }
        }
        return RequestContent.parse(call.body());
    }

    /** Returns the path below the base of the API, with the query. */
    static String path(ApiCall call) {
        String query = call.request().query();
        return ApiPaths.below(call.request().path()) + (query == null || query.isEmpty() ? "" : "?" + query);
    }

    /** Returns the idempotency key, {@code null} if there is none. */
    static String idempotencyKey(JsonNode request) {
        return request == null || !request.path("idempotency_key").isTextual()
                ? null : request.get("idempotency_key").textValue();
    }

    /**
     * Sends an answer.
     *
     * @param json  the body, if it is JSON
     * @param bytes the body as it is; {@code null} for the JSON
     */
    static void send(ApiCall call, int status, JsonNode json, byte[] bytes) {
        if (json instanceof ObjectNode object) {
            // as an object, so that faults can change it
            call.send(status, object);
        } else {
            call.send(status, bytes == null ? Json.write(json) : bytes);
        }
    }
}
