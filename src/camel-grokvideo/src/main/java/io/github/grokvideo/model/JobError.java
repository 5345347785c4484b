package io.github.grokvideo.model;

import java.io.Serializable;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * Why a job failed, in the gateway's words.
 *
 * @param code    the gateway's machine-readable code, such as {@code CONTENT_POLICY_VIOLATION}, or {@code null}
 * @param message the gateway's text for people, or {@code null}
 * @param kind    what the rest of the gateway's answer says of the cause, such as an error type or a moderation report;
 *                {@code null} where code and message say all that is known
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobError(String code, String message, Kind kind) implements Serializable {

    /** What kind of cause a failure has. */
    public enum Kind {
        /** The content policy refused the prompt, the input or the video; the same again is refused again. */
        MODERATION,
        /** The request cannot be fulfilled as it is, whoever tries when; or the account may not have it. */
        REQUEST,
        /** Anything else; as far as can be told, trying again may help. */
        OTHER
    }

    /** An error whose kind follows from code and message alone. */
    public JobError(String code, String message) {
        this(code, message, null);
    }

    /** The same under another code. */
    public JobError withCode(String other) {
        return new JobError(other, message, kind);
    }
}
