package io.github.grokvideo.internal.camel.webhook;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.grokvideo.internal.camel.RepeatedWarning;
import io.github.grokvideo.internal.camel.producer.GrokVideoProducer;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.gateway.WebhookVerifier;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.text.UntrustedText;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the gateway's webhooks from an HTTP endpoint. A good one wakes whoever waits for its job, and nothing of it is
 * used besides the id; whoever sent a bad one learns nothing but that.
 */
public final class WebhookReceiver extends AsyncProcessorSupport {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
    /** How often at most the gateway is asked for a secret that might have changed. */
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);
    private static final JobSettings PATIENCE
            = new JobSettings(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(20), 0);

    private final VideoJobs jobs;
    private final VideoGateway gateway;
    private final Executor worker;
    private final Clock clock;
    private final WebhookVerifier verifier;
    private final RepeatedWarning warning;
    private final List<byte[]> ownKeys;
    private CompletableFuture<List<byte[]>> asked;
    private long askedAt;

    /**
     * @param secret the secrets that webhooks are signed with, or {@code null} to ask the gateway
     */
    public WebhookReceiver(VideoJobs jobs, VideoGateway gateway, String secret, Executor worker, Clock clock) {
        if (!gateway.knowsWebhooks()) {
            throw new IllegalArgumentException("Option provider: " + gateway.provider() + " does not know webhooks");
        }
        this.jobs = jobs;
        this.gateway = gateway;
        this.worker = worker;
        this.clock = clock;
        this.verifier = new WebhookVerifier(clock);
        this.warning = new RepeatedWarning(clock, LOG::warn);
        this.ownKeys = secret == null ? null : WebhookVerifier.keys(secret);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message in = exchange.getMessage();
        Long length = in.getHeader(Exchange.CONTENT_LENGTH, Long.class);
        if (length != null && length > WebhookVerifier.MAX_BODY) {
            answer(exchange, 413);
            callback.done(true);
            return true;
        }
        WebhookVerifier.Received webhook = new WebhookVerifier.Received(
                in.getHeader("webhook-id", String.class), in.getHeader("webhook-timestamp", String.class),
                in.getHeader("webhook-signature", String.class), in.getBody(byte[].class));
        keys(false).whenCompleteAsync((keys, thrown) -> judge(exchange, callback, webhook, keys, thrown, true), worker);
        return false;
    }

    private void judge(
            Exchange exchange, AsyncCallback callback, WebhookVerifier.Received webhook, List<byte[]> keys, Throwable thrown,
            boolean first) {
        if (thrown != null) {
            warning.log(
                    "secret", "A webhook cannot be checked, since its secret cannot be read; the gateway will send it again: "
                              + GrokVideoProducer.asException(thrown).getMessage());
            answer(exchange, 503);
            callback.done(false);
            return;
        }
        try {
            WebhookVerifier.Notice notice = verifier.verify(webhook, keys);
            LOG.debug("The gateway says that job {} is done", UntrustedText.sanitize(notice.jobId(), 100));
            jobs.wake(gateway.authority(), notice.id(), notice.jobId());
            answer(exchange, 204);
        } catch (WebhookVerifier.RefusedException e) {
            if (e.isSignature() && first && mayAskAgain()) {
                keys(true).whenCompleteAsync(
                        (fresh, failure) -> judge(exchange, callback, webhook, fresh, failure, false), worker);
                return;
            }
            warning.log(e.reason(), "A webhook is not taken: " + e.getMessage());
            answer(exchange, 401);
        }
        callback.done(false);
    }

    private static void answer(Exchange exchange, int status) {
        // nothing of the request goes back
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(null);
    }

    // the secret may have been changed since it was read
    private synchronized boolean mayAskAgain() {
        return ownKeys == null && clock.millis() - askedAt >= ASK_AGAIN.toMillis();
    }

    private synchronized CompletableFuture<List<byte[]>> keys(boolean fresh) {
        if (ownKeys != null) {
            return CompletableFuture.completedFuture(ownKeys);
        }
        if (asked == null || asked.isCompletedExceptionally() || fresh && asked.isDone()) {
            askedAt = clock.millis();
            asked = jobs.webhookSecret(gateway, PATIENCE).thenApply(WebhookVerifier::keys);
        }
        return asked;
    }
}
