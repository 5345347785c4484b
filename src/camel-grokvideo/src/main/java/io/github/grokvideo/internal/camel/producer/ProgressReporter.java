package io.github.grokvideo.internal.camel.producer;

import java.util.List;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoStatusEvent;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.message.ResultHeaders;
import io.github.grokvideo.internal.observation.LogContext;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the progress of jobs to event notifiers and to the endpoint that {@code progressUri} names. */
final class ProgressReporter {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);

    private final Endpoint endpoint;
    private final String progressUri;
    private final GrokVideoRuntime runtime;

    /** @param progressUri blank or {@code null} for none */
    ProgressReporter(Endpoint endpoint, String progressUri, GrokVideoRuntime runtime) {
        this.endpoint = endpoint;
        this.progressUri = progressUri == null || progressUri.isBlank() ? null : progressUri;
        this.runtime = runtime;
    }

    /** Whether anyone receives what is reported. */
    boolean isActive() {
        return progressUri != null || !notifiers().isEmpty();
    }

    private List<EventNotifier> notifiers() {
        return endpoint.getCamelContext().getManagementStrategy().getEventNotifiers();
    }

    /**
     * Calls the notifiers and the endpoint, which may block. Never fails.
     *
     * @param exchange that the job belongs to
     * @param previous the job before, or {@code null}
     * @param elapsed  milliseconds since the exchange arrived
     */
    void report(Exchange exchange, VideoJob job, VideoJob previous, long elapsed) {
        notify(new GrokVideoStatusEvent(exchange, job, previous), job);
        if (progressUri != null) {
            send(exchange, job, previous, elapsed);
        }
    }

    private void notify(CamelEvent event, VideoJob job) {
        for (EventNotifier notifier : notifiers()) {
            try {
                if (!notifier.isDisabled() && !notifier.isIgnoreExchangeEvents() && notifier.isEnabled(event)) {
                    notifier.notify(event);
                }
            } catch (Exception e) {
                warn("An event notifier failed on the progress of job {}: {}", job, e.toString());
            }
        }
    }

    private void send(Exchange exchange, VideoJob job, VideoJob previous, long elapsed) {
        try {
            Exchange report = DefaultExchange.newFromEndpoint(endpoint, ExchangePattern.InOnly);
            report.setProperty(ExchangePropertyKey.CORRELATION_ID, exchange.getExchangeId());
            Message message = report.getMessage();
            message.setBody(job);
            ResultHeaders.write(message, job);
            message.setHeader(GrokVideoConstants.ELAPSED, elapsed);
            if (previous != null) {
                message.setHeader(GrokVideoConstants.PREVIOUS_STATUS, previous.status().name());
            }
            Exception failure = runtime.progressTemplate().send(progressUri, report).getException();
            if (failure != null) {
                warn("progressUri failed on the progress of job {}, which continues: {}", job,
                        UntrustedText.sanitize(failure.toString(), 300));
            }
        } catch (RuntimeException e) {
            warn("progressUri could not be called for job {}, which continues: {}", job, e.toString());
        }
    }

    private static void warn(String message, VideoJob job, String cause) {
        try (LogContext context = LogContext.of(job.id(), null)) {
            LOG.warn(message, job.id(), cause);
        }
    }
}
