package io.github.grokvideo.emulator.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;

/** An error as one of the APIs answers it. */
public final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String type;

    public ApiError(int status, String code, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.type = type;
    }

    public static ApiError invalidRequest(String message) {
        return new ApiError(400, "INVALID_REQUEST", "invalid_request_error", message);
    }

    public static ApiError notFound(String message) {
        return new ApiError(404, "NOT_FOUND", "invalid_request_error", message);
    }

    /** An error of xAI, with the code that belongs to the status. */
    public static ApiError xai(int status, String message) {
        return new ApiError(status, xaiCode(status), null, message);
    }

    private static String xaiCode(int status) {
        return switch (status) {
            case 400 -> "invalid-argument";
            case 401 -> "unauthenticated";
            case 403 -> "permission-denied";
            case 404 -> "not-found";
            case 405 -> "method-not-allowed";
            case 413 -> "payload-too-large";
            case 415 -> "unsupported-media-type";
            case 422 -> "unprocessable-entity";
            case 429 -> "resource-exhausted";
            case 503 -> "unavailable";
            default -> "internal-error";
        };
    }

    /** The usual error of the gateway with that status. */
    public static ApiError forStatus(int status) {
        return switch (status) {
            case 400 -> invalidRequest("The request is invalid.");
            case 401 -> new ApiError(401, "AUTHENTICATION_FAILED", "authentication_error", "Invalid API key.");
            case 402 -> new ApiError(402, "INSUFFICIENT_BALANCE", "insufficient_quota", "Insufficient balance.");
            case 404 -> notFound("Not found.");
            case 429 -> new ApiError(429, "RATE_LIMITED", "rate_limit_error", "Too many requests.");
            case 502 -> new ApiError(502, "ALL_PROVIDERS_EXHAUSTED", "server_error", "All providers failed.");
            case 500 -> new ApiError(500, "INTERNAL_ERROR", "server_error", "Internal error.");
            default -> new ApiError(status, "UPSTREAM_ERROR", "server_error", "The provider answered " + status + ".");
        };
    }

    public int status() {
        return status;
    }

    /** Returns the body of the answer, in the format of an API. */
    public ObjectNode toJson(Api api) {
        if (api == Api.XAI) {
            return Json.object().put("code", type == null ? code : xaiCode(status)).put("error", getMessage());
        }
        ObjectNode envelope = Json.object();
        envelope.putObject("error").put("message", getMessage()).put("type", type).put("code", code);
        return envelope;
    }
}
