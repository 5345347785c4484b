package io.github.grokvideo.internal.camel.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.camel.ComponentOptions;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.gateway.WebhookVerifier;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.VideoJobs;

/** The secrets that webhooks are signed with: those that an option sets, or the one that the gateway names. */
final class WebhookSecrets {

    /** The minimum time between two requests for a secret that may have changed. */
    private static final Duration MIN_REFRESH_INTERVAL = Duration.ofMinutes(1);
    private static final JobSettings SETTINGS
            = new JobSettings(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(20), 0);

    private final VideoJobs jobs;
    private final VideoGateway gateway;
    private final Clock clock;
    private final List<byte[]> configured;
    private CompletableFuture<List<byte[]>> requested;
    private long requestedAt;

    WebhookSecrets(VideoJobs jobs, VideoGateway gateway, Clock clock, ComponentOptions options) {
        this.jobs = jobs;
        this.gateway = gateway;
        this.clock = clock;
        String secrets = isSet(options.getWebhookVerifyToken()) ? options.getWebhookVerifyToken() : options.getWebhookSecret();
        this.configured = isSet(secrets) ? WebhookVerifier.keys(secrets) : null;
    }

    private static boolean isSet(String text) {
        return text != null && !text.isBlank();
    }

    /** The secrets that are known, which are requested if there are none. */
    synchronized CompletableFuture<List<byte[]>> current() {
        if (configured != null) {
            return CompletableFuture.completedFuture(configured);
        }
        return requested == null || requested.isCompletedExceptionally() ? request() : requested;
    }

    /** Whether {@link #refreshed} may bring other secrets, and was not called a short time ago. */
    synchronized boolean mayRefresh() {
        return configured == null && clock.millis() - requestedAt >= MIN_REFRESH_INTERVAL.toMillis();
    }

    /** The secrets of now, which may have been changed since they were requested. */
    synchronized CompletableFuture<List<byte[]>> refreshed() {
        return requested == null || requested.isDone() ? request() : requested;
    }

    private CompletableFuture<List<byte[]>> request() {
        requestedAt = clock.millis();
        requested = jobs.webhookSecret(gateway, SETTINGS).thenApply(WebhookVerifier::keys);
        return requested;
    }
}
