package io.github.grokvideo.internal.camel.producer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoEndpoint;
import io.github.grokvideo.GrokVideoStatusEvent;
import io.github.grokvideo.internal.camel.message.ResultWriter;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange and its job: remembers the job's id where a redelivery finds it, passes progress on, and ends the
 * exchange once, on a worker thread.
 */
public final class ExchangeJob implements JobListener {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeJob.class);

    /** What is done with a job that has come about. */
    interface Delivery {

        CompletableFuture<Void> deliver(VideoJob job, Consumer<String> warnings);

        /**
         * The end of the job is in the exchange, as a video or as a failure; the exchange goes on when this is done.
         */
        default CompletableFuture<Void> delivered(String jobId) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private final GrokVideoEndpoint endpoint;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Delivery delivery;
    private final int most;
    private volatile List<String> warnings;
    private final long begin = System.nanoTime();
    private final List<Cost> lost = new ArrayList<>();
    private PendingJob pending;
    private CompletableFuture<Void> progress;

    /**
     * @param pending  what a redelivery is to find, or {@code null} if nothing is submitted here
     * @param most     how many videos are taken, whatever the gateway names
     * @param warnings what is to be told although it worked
     */
    ExchangeJob(GrokVideoEndpoint endpoint, Exchange exchange, AsyncCallback callback, PendingJob pending, int most,
                List<String> warnings, Delivery delivery) {
        this.endpoint = endpoint;
        this.exchange = exchange;
        this.callback = callback;
        this.pending = pending;
        this.most = most;
        this.warnings = List.copyOf(warnings);
        this.delivery = delivery;
    }

    /** Whether the exchange came from this route, or is in it. */
    public boolean isIn(String routeId) {
        return routeId.equals(exchange.getFromRouteId()) || routeId.equals(ExchangeHelper.getAtRouteId(exchange));
    }

    /** Whether the exchange is in a route that stops. */
    public boolean isRefused() {
        return endpoint.getComponent().isStopping(exchange.getFromRouteId(), ExchangeHelper.getAtRouteId(exchange));
    }

    @Override
    public void accepted(int part, VideoJob job) {
        remember(part, PendingJob.Part.of(job.id()));
    }

    @Override
    public synchronized void warned(String warning) {
        List<String> more = new ArrayList<>(warnings);
        more.add(warning);
        warnings = List.copyOf(more);
    }

    @Override
    public void partFailed(int part, GrokVideoException failure) {
        warned("Video " + (part + 1) + " is missing: " + failure.getMessage());
        synchronized (this) {
            if (failure.getCost() != null) {
                lost.add(failure.getCost());
            }
        }
        ended(part, failure);
    }

    // what a redelivery is to do with a job that has failed: make it anew, or submit it again under its key or never, or take it up
    private void ended(int part, GrokVideoException failure) {
        if (failure instanceof JobFailedException) {
            remember(part, PendingJob.Part.NEW);
        } else if (failure instanceof SubmissionUnknownException) {
            remember(part, new PendingJob.Part(null, true, failure.isRetryable()));
        }
    }

    private synchronized void remember(int number, PendingJob.Part part) {
        if (pending != null) {
            pending = pending.with(number, part);
            pending.keep(exchange);
        }
    }

    @Override
    public void changed(VideoJob named, VideoJob previous) {
        VideoJob job = named.withAtMost(most);
        if (LOG.isDebugEnabled()) {
            LOG.debug("Job {} is {}{}{}", job.id(), job.status(),
                    job.progress() == null ? "" : " at " + job.progress() + " %",
                    previous == null ? "" : ", was " + previous.status());
        }
        boolean heard = hasNotifiers();
        String uri = endpoint.getConfiguration().getProgressUri();
        boolean sent = uri != null && !uri.isBlank();
        if (!heard && !sent) {
            return;
        }
        long elapsed = elapsed();
        Runnable tell = () -> {
            if (heard) {
                tellNotifiers(job, previous);
            }
            if (sent) {
                tellEndpoint(uri, job, previous, elapsed);
            }
        };
        // one after the other, and all before the route goes on
        CompletableFuture<Void> before = progress == null ? CompletableFuture.completedFuture(null) : progress;
        progress = before.thenRunAsync(tell, endpoint.getComponent().worker());
    }

    @Override
    public void completed(VideoJob named) {
        VideoJob job = named.withAtMost(most);
        job.warnings().forEach(this::warned);
        afterProgress(() -> {
            CompletableFuture<Void> delivered;
            try {
                ResultWriter.headers(exchange.getMessage(), job);
                if (job.cost() != null) {
                    charged(job.cost());
                }
                delivered = delivery.deliver(job, this::warned).thenCompose(nothing -> delivery.delivered(job.id()));
            } catch (Throwable e) {
                // also an Error must not leave the exchange without an end
                delivered = CompletableFuture.failedFuture(e);
            }
            delivered.whenCompleteAsync((nothing, thrown) -> {
                if (thrown == null) {
                    succeed();
                } else {
                    fail(GrokVideoProducer.asException(thrown), job);
                }
            }, endpoint.getComponent().worker());
        });
    }

    // of several jobs, also those that failed may have been billed
    private synchronized void charged(Cost ofTheOthers) {
        List<Cost> all = new ArrayList<>(lost);
        if (ofTheOthers != null) {
            all.add(ofTheOthers);
        }
        Cost sum = Cost.sum(all);
        if (sum != null) {
            ResultWriter.cost(exchange.getMessage(), sum);
        }
    }

    @Override
    public void failed(GrokVideoException failure, VideoJob named) {
        VideoJob last = named == null ? null : named.withAtMost(most);
        if (last != null) {
            last.warnings().forEach(this::warned);
        }
        afterProgress(() -> {
            if (last != null && last.isFinal()) {
                delivery.delivered(last.id())
                        .whenCompleteAsync((nothing, thrown) -> fail(failure, last), endpoint.getComponent().worker());
            } else {
                fail(failure, last);
            }
        });
    }

    private void afterProgress(Runnable end) {
        CompletableFuture<Void> before = progress == null ? CompletableFuture.completedFuture(null) : progress;
        before.whenCompleteAsync((nothing, thrown) -> end.run(), endpoint.getComponent().worker());
    }

    private void succeed() {
        end(this::succeeded);
    }

    // whatever goes wrong, the exchange has an end
    private void end(Runnable last) {
        try {
            last.run();
        } catch (RuntimeException | Error e) {
            exchange.setException(GrokVideoProducer.asException(e));
        }
        callback.done(false);
    }

    private void succeeded() {
        Message message = exchange.getMessage();
        if (pending != null) {
            if (pending.parts().size() > 1) {
                // also those that are not done: they are paid for
                message.setHeader(GrokVideoConstants.JOB_IDS, pending.jobIds());
            }
            PendingJob.forget(exchange);
            message.removeHeader(GrokVideoConstants.IDEMPOTENCY_KEY);
        }
        message.setHeader(GrokVideoConstants.ELAPSED, elapsed());
        GrokVideoProducer.tellWarnings(message, warnings);
    }

    private void fail(GrokVideoException failure, VideoJob last) {
        exchange.setException(failure);
        end(() -> hasFailed(failure, last));
    }

    private void hasFailed(GrokVideoException failure, VideoJob last) {
        if (last != null) {
            ResultWriter.headers(exchange.getMessage(), last);
        }
        if (pending != null && pending.parts().size() > 1) {
            exchange.getMessage().setHeader(GrokVideoConstants.JOB_IDS, pending.jobIds());
        }
        if (failure.getJobId() != null) {
            exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, failure.getJobId());
        }
        exchange.getMessage().setHeader(GrokVideoConstants.ELAPSED, elapsed());
        boolean done = last != null && last.status() == JobStatus.COMPLETED;
        if (pending != null && pending.parts().size() == 1 && !done) {
            ended(0, failure);
        }
        if (!done) {
            tellCost(failure);
        }
        if (pending != null) {
            if (!pending.isBegun() && !isResumable(failure)) {
                PendingJob.forget(exchange);
            } else {
                pending.afterDelivery(exchange).keep(exchange);
            }
        }
        GrokVideoProducer.tellWarnings(exchange.getMessage(), warnings);
    }

    // an estimate tells of a job that goes on, and of nothing else
    private void tellCost(GrokVideoException failure) {
        boolean single = pending == null || pending.parts().size() == 1;
        boolean goesOn = pending == null ? !(failure instanceof JobFailedException) : !pending.jobIds().isEmpty();
        if (single ? failure.getCost() != null : !lost.isEmpty()) {
            charged(single ? failure.getCost() : null);
        } else if (!goesOn) {
            ResultWriter.forgetEstimate(exchange.getMessage());
        }
    }

    // after these a redelivery goes on under the same key; after any other it begins anew
    private static boolean isResumable(GrokVideoException failure) {
        return !(failure instanceof JobFailedException) && failure.isRetryable();
    }

    private long elapsed() {
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private boolean hasNotifiers() {
        return !endpoint.getCamelContext().getManagementStrategy().getEventNotifiers().isEmpty();
    }

    private void tellNotifiers(VideoJob job, VideoJob previous) {
        CamelEvent event = new GrokVideoStatusEvent(exchange, job, previous);
        for (EventNotifier notifier : endpoint.getCamelContext().getManagementStrategy().getEventNotifiers()) {
            try {
                if (!notifier.isDisabled() && !notifier.isIgnoreExchangeEvents() && notifier.isEnabled(event)) {
                    notifier.notify(event);
                }
            } catch (Exception e) {
                LOG.warn("An event notifier failed on progress of job {}: {}", job.id(), e.toString());
            }
        }
    }

    private void tellEndpoint(String uri, VideoJob job, VideoJob previous, long elapsed) {
        try {
            Exchange small = DefaultExchange.newFromEndpoint(endpoint, ExchangePattern.InOnly);
            small.setProperty(ExchangePropertyKey.CORRELATION_ID, exchange.getExchangeId());
            Message message = small.getMessage();
            message.setBody(job);
            ResultWriter.headers(message, job);
            message.setHeader(GrokVideoConstants.ELAPSED, elapsed);
            if (previous != null) {
                message.setHeader(GrokVideoConstants.PREVIOUS_STATUS, previous.status().name());
            }
            Exception failure = endpoint.getComponent().progressTemplate().send(uri, small).getException();
            if (failure != null) {
                LOG.warn("progressUri failed on progress of job {}, which goes on: {}", job.id(),
                        UntrustedText.sanitize(failure.toString(), 300));
            }
        } catch (RuntimeException e) {
            LOG.warn("progressUri cannot be told of job {}, which goes on: {}", job.id(), e.toString());
        }
    }
}
