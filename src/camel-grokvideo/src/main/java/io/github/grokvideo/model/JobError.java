package io.github.grokvideo.model;

/**
 * Why a job failed, in the gateway's words.
 *
 * @param code    the gateway's machine-readable code, such as {@code CONTENT_POLICY_VIOLATION}, or {@code null}
 * @param message the gateway's text for people, or {@code null}
 */
public record JobError(String code, String message) {
}
