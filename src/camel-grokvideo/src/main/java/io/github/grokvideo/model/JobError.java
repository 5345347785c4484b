package io.github.grokvideo.model;

import java.io.Serializable;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The reason why a job failed, as reported by the gateway.
 *
 * @param code    the error code, such as {@code CONTENT_POLICY_VIOLATION}; may be {@code null}
 * @param message the human-readable message; may be {@code null}
 * @param kind    the kind of cause according to other parts of the response, such as an error type or a moderation
 *                report; {@code null} if there are none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobError(String code, String message, Kind kind) implements Serializable {

    /** The kinds of causes. */
    public enum Kind {
        /** The content policy refused the prompt, the input or the video; a retry would be refused again. */
        MODERATION,
        /** The request cannot be fulfilled, or the account lacks a permission; a retry does not help. */
        REQUEST,
        /** Any other cause; a retry may help. */
        OTHER
    }

    /** Creates an error whose kind follows from code and message alone. */
    public JobError(String code, String message) {
        this(code, message, null);
    }

    /** Returns a copy with another code. */
    public JobError withCode(String other) {
        return new JobError(other, message, kind);
    }
}
