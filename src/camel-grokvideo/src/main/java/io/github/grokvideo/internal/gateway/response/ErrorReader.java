package io.github.grokvideo.internal.gateway.response;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobError;

import static io.github.grokvideo.internal.gateway.response.GatewayJson.first;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.firstOf;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.object;
import static io.github.grokvideo.internal.gateway.response.GatewayJson.text;

/** Reads errors, under all the names that gateways have for them. */
public final class ErrorReader {

    private ErrorReader() {
    }

    /** Reads the error of a failed request; a body that is not JSON is the message. Never fails. */
    public static JobError readError(byte[] body) {
        if (body.length == 0) {
            return new JobError(null, null);
        }
        try {
            JobError error = read(object(body));
            if (error != null) {
                return error;
            }
        } catch (IOException e) {
            // not JSON: most likely the page of a proxy
        }
        return new JobError(null, new String(body, 0, Math.min(body.length, 2000), StandardCharsets.UTF_8));
    }

    /**
     * The response to a refused request.
     *
     * @param error never {@code null}; its parts may be
     * @param cost  what was charged nevertheless, or {@code null}
     */
    public record Refusal(JobError error, Cost cost) {
    }

    /**
     * Reads the response to a refused request. Never fails.
     *
     * @param definite whether it is certainly a refusal, and not a failure of the gateway
     */
    public static Refusal readRefusal(byte[] body, boolean definite) {
        JobError error = readError(body);
        try {
            JsonNode root = object(body);
            JobError known
                    = ErrorDetails.withKind(root, error.code() == null && error.message() == null ? null : error, definite);
            return new Refusal(known == null ? error : known, CostReader.charged(root));
        } catch (IOException e) {
            boolean page = error.message() != null && error.message().stripLeading().startsWith("<");
            // the policy that a proxy's page speaks of is not the gateway's
            return new Refusal(page ? new JobError(null, error.message(), JobError.Kind.OTHER) : error, null);
        }
    }

    /**
     * An error in a response with a status of success.
     *
     * @param status the HTTP status that it should have had, see {@link ImpliedStatus}; or {@code null}
     * @param cost   what was charged nevertheless, or {@code null}
     */
    public record SuccessWithError(JobError error, Integer status, Cost cost) {
    }

    /** The error in a response with a status of success, or {@code null} if it has none. */
    public static SuccessWithError readSuccessWithError(byte[] body) {
        try {
            JsonNode root = object(body);
            JobError error = ErrorDetails.withKind(root, read(root), false);
            return error == null ? null : new SuccessWithError(error, ImpliedStatus.of(root, error), CostReader.charged(root));
        } catch (IOException e) {
            return null;
        }
    }

    /** The error that a JSON response names, or {@code null}. */
    static JobError read(JsonNode root) {
        JsonNode error = root.path("error");
        if (error.isMissingNode() || error.isNull()) {
            error = firstOf(root, "errors", "detail", "failure");
        }
        while (error.isArray()) {
            error = error.path(0);
        }
        String code = null;
        String message = null;
        if (error.isObject()) {
            code = text(first(error, "code", "error_code"));
            message = text(first(error, "message", "msg", "detail", "error", "reason", "description"));
        } else if (error.isTextual()) {
            message = error.textValue();
        }
        if (code == null) {
            code = text(first(root, "error_code", "code", "failure_code"));
        }
        if (message == null) {
            message = text(first(root, "message", "error_message", "failure_message", "failure_reason"));
        }
        return code == null && message == null ? null : new JobError(code, message);
    }

    /** Whether a response has an error field; a message alone may be a friendly one. */
    static boolean namesError(JsonNode root) {
        return first(root, "error", "errors", "error_message", "failure", "failure_reason", "failure_message") != null;
    }
}
