package io.github.grokvideo.internal.camel.webhook;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.Providers;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.gateway.WebhookVerifier;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.LogContext;
import io.github.grokvideo.internal.observation.RepeatedMessage;
import io.github.grokvideo.internal.observation.WebhookResult;
import io.github.grokvideo.internal.text.UntrustedText;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the gateway's webhooks from an HTTP endpoint. A valid one has its job polled at once, and nothing of it is
 * used besides the id; the sender of an invalid one is told nothing but that it is not accepted.
 */
public final class WebhookReceiver extends AsyncProcessorSupport {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;

    private final VideoJobs jobs;
    private final VideoGateway gateway;
    private final Executor worker;
    private final JobObserver observer;
    private final WebhookSecrets secrets;
    private final WebhookVerifier verifier;
    private final RepeatedMessage warning;

    /**
     * @param  configuration            names the gateway that sends webhooks
     * @param  runtime                  has been started
     * @throws IllegalArgumentException if the gateway sends none
     */
    public WebhookReceiver(GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        this.jobs = runtime.jobs();
        this.gateway = Providers.each(configuration).stream().map(runtime::gateway).filter(VideoGateway::knowsWebhooks)
                .findFirst().orElseThrow(() -> new IllegalArgumentException(
                        "Option provider: " + configuration.getProvider() + " does not support webhooks"));
        this.worker = runtime.routes();
        this.observer = runtime.observer();
        this.secrets = new WebhookSecrets(jobs, gateway, runtime.clock(), runtime.options());
        this.verifier = new WebhookVerifier(runtime.clock());
        this.warning = new RepeatedMessage(runtime::later, LOG::warn);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message in = exchange.getMessage();
        Long length = in.getHeader(Exchange.CONTENT_LENGTH, Long.class);
        if (length != null && length > WebhookVerifier.MAX_BODY) {
            observer.webhook(gateway.provider(), WebhookResult.REFUSED);
            respond(exchange, TOO_LARGE);
            callback.done(true);
            return true;
        }
        new Delivery(
                exchange, callback,
                new WebhookVerifier.Received(
                        in.getHeader("webhook-id", String.class), in.getHeader("webhook-timestamp", String.class),
                        in.getHeader("webhook-signature", String.class), in.getBody(byte[].class)))
                .verifyWith(secrets.current());
        return false;
    }

    private static void respond(Exchange exchange, int status) {
        // nothing of the request is sent back
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage().setBody(null);
    }

    /** One webhook, until its response. */
    private final class Delivery {

        private final Exchange exchange;
        private final AsyncCallback callback;
        private final WebhookVerifier.Received webhook;
        private boolean refreshed;

        Delivery(Exchange exchange, AsyncCallback callback, WebhookVerifier.Received webhook) {
            this.exchange = exchange;
            this.callback = callback;
            this.webhook = webhook;
        }

        void verifyWith(CompletableFuture<List<byte[]>> keys) {
            keys.whenCompleteAsync((known, thrown) -> {
                if (thrown == null) {
                    verifyWith(known);
                } else {
                    observer.webhook(gateway.provider(), WebhookResult.UNVERIFIED);
                    warning.log(
                            "secret",
                            "A webhook cannot be verified, since its secret cannot be read; the gateway will send it again: "
                                      + Failures.asException(thrown, null).getMessage());
                    end(UNAVAILABLE);
                }
            }, worker);
        }

        private void verifyWith(List<byte[]> keys) {
            try {
                WebhookVerifier.Notice notice = verifier.verify(webhook, keys);
                try (LogContext context = LogContext.of(notice.jobId(), null)) {
                    LOG.debug("Webhook: job {} is finished", UntrustedText.sanitize(notice.jobId(), 100));
                }
                boolean first = jobs.wake(gateway.authority(), notice.id(), notice.jobId());
                observer.webhook(gateway.provider(), first ? WebhookResult.ACCEPTED : WebhookResult.REPEATED);
                end(NO_CONTENT);
            } catch (WebhookVerifier.RefusedException e) {
                if (e.isSignature() && !refreshed && secrets.mayRefresh()) {
                    refreshed = true;
                    verifyWith(secrets.refreshed());
                } else {
                    observer.webhook(gateway.provider(), WebhookResult.REFUSED);
                    warning.log(e.reason(), "A webhook is not accepted: " + e.getMessage());
                    end(UNAUTHORIZED);
                }
            }
        }

        private void end(int status) {
            respond(exchange, status);
            callback.done(false);
        }
    }
}
