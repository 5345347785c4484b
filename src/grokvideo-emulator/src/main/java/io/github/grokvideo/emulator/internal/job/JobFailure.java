package io.github.grokvideo.emulator.internal.job;

/**
 * The failure of a job.
 *
 * @param code      in the gateway's terms
 * @param message   for the user
 * @param moderated whether it is a moderation, which xAI does not report as a failure
 */
public record JobFailure(String code, String message, boolean moderated) {

    public static JobFailure of(String code, String message) {
        return new JobFailure(code, message, false);
    }

    public static JobFailure moderation(String code, String message) {
        return new JobFailure(code, message, true);
    }
}
