package io.github.grokvideo.emulator;

import java.time.Instant;

/**
 * One attempt to deliver a webhook.
 *
 * @param jobId   the job it tells of
 * @param type    for example {@code video.completed}
 * @param url     where it went
 * @param attempt 1 for the first
 * @param status  the HTTP status that came back, 0 if none did
 * @param at      when, by the emulator's clock
 */
public record WebhookDelivery(String jobId, String type, String url, int attempt, int status, Instant at) {
}
