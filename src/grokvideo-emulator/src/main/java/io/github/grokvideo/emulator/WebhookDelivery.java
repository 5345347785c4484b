package io.github.grokvideo.emulator;

import java.time.Instant;

/**
 * One attempt to deliver a webhook.
 *
 * @param jobId   the id of the job it reports
 * @param type    for example {@code video.completed}
 * @param url     the target
 * @param attempt 1 for the first
 * @param status  the HTTP status of the answer, 0 without an answer
 * @param at      the time, by the emulator's clock
 */
public record WebhookDelivery(String jobId, String type, String url, int attempt, int status, Instant at) {
}
