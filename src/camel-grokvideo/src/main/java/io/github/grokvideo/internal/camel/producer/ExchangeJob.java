package io.github.grokvideo.internal.camel.producer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.RouteBound;
import io.github.grokvideo.internal.camel.RouteLifecycle;
import io.github.grokvideo.internal.camel.message.ResultHeaders;
import io.github.grokvideo.internal.camel.message.ResultWriter;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.JobRoute;
import io.github.grokvideo.internal.observation.LogContext;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange and its job: keeps the job's id where a redelivery finds it, passes on progress, and ends the exchange
 * once, on a worker thread.
 */
class ExchangeJob implements JobListener, RouteBound {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeJob.class);
    private static final String CURRENCY = "USD";

    private final OperationContext context;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final Delivery delivery;
    private final int maxVideos;
    // with reuse: before the gateway names the cost; otherwise, or if it is not known, null
    private final Cost estimate;
    private final long startedAt = System.nanoTime();
    private volatile List<String> warnings;
    // what failed jobs of several are charged
    private List<Cost> failedCosts = List.of();
    private PendingJob pending;
    // say of the jobs of earlier requests that they are lost
    private List<Runnable> losses = List.of();
    private CompletableFuture<Void> progress;

    ExchangeJob(
                OperationContext context, Exchange exchange, AsyncCallback callback, Submission submission, int maxVideos,
                Delivery delivery) {
        this.context = context;
        this.exchange = exchange;
        this.callback = callback;
        this.pending = submission == null ? null : submission.pending();
        this.maxVideos = maxVideos;
        this.warnings = submission == null ? List.of() : submission.warnings();
        this.delivery = delivery;
        CostEstimate first = submission == null || submission.plans().isEmpty() || !context.configuration().isReuse()
                ? null : submission.plans().get(0).plan().estimate();
        this.estimate = first == null ? null : first.cost();
    }

    @Override
    public boolean isIn(Predicate<String> routeId) {
        return RouteLifecycle.isIn(exchange, routeId);
    }

    @Override
    public JobRoute route() {
        String route = ExchangeHelper.getAtRouteId(exchange);
        return new JobRoute(route == null ? exchange.getFromRouteId() : route, context.endpoint());
    }

    @Override
    public String operation() {
        return context.configuration().getOperation().name();
    }

    @Override
    public Object property(String name) {
        return exchange.getProperty(name);
    }

    /** Ends the exchange with a job that is read once. */
    void endWith(CompletableFuture<VideoJob> read) {
        read.whenComplete((job, thrown) -> {
            if (thrown == null) {
                completed(job);
            } else {
                failed(Failures.asException(thrown, null), null);
            }
        });
    }

    // before the end

    @Override
    public void accepted(int part, VideoJob job) {
        remember(part, before -> before.accepted(job.id()));
    }

    @Override
    public void reused(int part, VideoJob known, Runnable lost) {
        remember(part, before -> before.reused(known != null));
        if (lost != null) {
            synchronized (this) {
                losses = Stream.concat(losses.stream(), Stream.of(lost)).toList();
            }
        }
    }

    @Override
    public boolean hasVideos(VideoJob known) {
        return submitsOne() && delivery.isKept(exchange, known);
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
                List<Cost> more = new ArrayList<>(failedCosts);
                more.add(failure.getCost());
                failedCosts = List.copyOf(more);
            }
        }
        rememberFailure(part, failure);
    }

    // a redelivery replaces a job that failed; what is unknown it submits again under the same key, or not at all
    private void rememberFailure(int part, GrokVideoException failure) {
        if (failure instanceof JobFailedException) {
            remember(part, before -> PendingJob.Part.NEW);
        } else if (failure instanceof SubmissionUnknownException) {
            remember(part, before -> before.unknown(failure.isRetryable()));
        }
    }

    final synchronized void remember(int number, UnaryOperator<PendingJob.Part> change) {
        if (pending != null) {
            pending = pending.with(number, change.apply(pending.part(number)));
        }
    }

    final OperationContext context() {
        return context;
    }

    final Message message() {
        return exchange.getMessage();
    }

    /** Whether the exchange submits a request that takes one job. */
    final synchronized boolean submitsOne() {
        return pending != null && pending.parts().size() == 1;
    }

    /** Writes what does not depend on how the job ends. */
    void writeProvider() {
        message().setHeader(GrokVideoConstants.PROVIDER, context.jobs().providers().get(0));
    }

    @Override
    public void changed(VideoJob named, VideoJob previous) {
        VideoJob job = named.withAtMost(maxVideos);
        if (LOG.isDebugEnabled()) {
            LOG.debug("Job {} is {}{}{}", job.id(), job.status(),
                    job.progress() == null ? "" : " at " + job.progress() + " %",
                    previous == null ? "" : ", was " + previous.status());
        }
        if (context.progress().isActive()) {
            long elapsed = elapsed();
            // one report after the other, and all before the route continues
            progress = reported().thenRunAsync(
                    () -> context.progress().report(exchange, job, previous, elapsed), context.runtime().routes());
        }
    }

    private CompletableFuture<Void> reported() {
        return progress == null ? CompletableFuture.completedFuture(null) : progress;
    }

    private long elapsed() {
        return (System.nanoTime() - startedAt) / 1_000_000;
    }

    // success

    @Override
    public void completed(VideoJob named) {
        VideoJob job = named.withAtMost(maxVideos);
        job.warnings().forEach(this::warned);
        afterProgress(() -> {
            CompletableFuture<Void> delivered;
            try (LogContext context = context(job.id())) {
                writeProvider();
                ResultHeaders.write(exchange.getMessage(), job);
                if (job.cost() != null) {
                    writeCost(job.cost());
                }
                writeReuse(job);
                delivered = delivery.deliver(exchange, job, maxVideos, this::warned)
                        .thenCompose(nothing -> delivery.delivered(job.id()));
            } catch (Throwable e) {
                // also an Error must not leave the exchange without an end
                delivered = CompletableFuture.failedFuture(e);
            }
            delivered.whenCompleteAsync((nothing, thrown) -> {
                if (thrown == null) {
                    end(job.id(), this::writeSuccess);
                } else if (!startsAnew(thrown)) {
                    fail(Failures.asException(thrown, null), job);
                }
            }, context.runtime().routes());
        });
    }

    // that the video of an earlier request is lost may show only when it is delivered
    private boolean startsAnew(Throwable thrown) {
        List<Runnable> lost;
        synchronized (this) {
            lost = ResultWriter.isLost(Failures.unwrap(thrown)) ? losses : List.of();
            losses = List.of();
        }
        boolean anew = !lost.isEmpty() && submitsOne();
        if (anew) {
            ResultHeaders.clear(message());
            if (estimate != null) {
                ResultHeaders.writeCost(message(), estimate);
            }
        }
        lost.forEach(Runnable::run);
        return anew;
    }

    private void writeSuccess() {
        Message message = exchange.getMessage();
        if (pending != null) {
            if (pending.parts().size() > 1) {
                // also those without a video: they are paid for
                message.setHeader(GrokVideoConstants.JOB_IDS, pending.jobIds());
            }
            PendingJob.forget(exchange);
            message.removeHeader(GrokVideoConstants.IDEMPOTENCY_KEY);
        }
        message.setHeader(GrokVideoConstants.ELAPSED, elapsed());
        ResultHeaders.writeWarnings(message, warnings);
    }

    // failure

    @Override
    public void failed(GrokVideoException failure, VideoJob named) {
        VideoJob last = named == null ? null : named.withAtMost(maxVideos);
        if (last != null) {
            last.warnings().forEach(this::warned);
        }
        afterProgress(() -> {
            if (last != null && last.isFinal()) {
                delivery.delivered(last.id())
                        .whenCompleteAsync((nothing, thrown) -> fail(failure, last), context.runtime().routes());
            } else {
                fail(failure, last);
            }
        });
    }

    private void fail(GrokVideoException failure, VideoJob last) {
        exchange.setException(failure);
        end(last == null ? failure.getJobId() : last.id(), () -> writeFailure(failure, last));
    }

    private void writeFailure(GrokVideoException failure, VideoJob last) {
        Message message = exchange.getMessage();
        if (last != null || failure.getJobId() != null) {
            writeProvider();
        }
        if (last != null) {
            ResultHeaders.write(message, last);
            writeReuse(last);
        }
        if (pending != null && pending.parts().size() > 1) {
            message.setHeader(GrokVideoConstants.JOB_IDS, pending.jobIds());
        }
        if (failure.getJobId() != null) {
            message.setHeader(GrokVideoConstants.JOB_ID, failure.getJobId());
        }
        message.setHeader(GrokVideoConstants.ELAPSED, elapsed());
        boolean completed = last != null && last.status() == JobStatus.COMPLETED;
        if (!completed) {
            if (pending != null && pending.parts().size() == 1) {
                rememberFailure(0, failure);
            }
            writeCostOf(failure);
        }
        if (pending != null) {
            keepForRedelivery(failure);
        }
        ResultHeaders.writeWarnings(message, warnings);
    }

    private void keepForRedelivery(GrokVideoException failure) {
        boolean resumable = failure.isRetryable() && !(failure instanceof JobFailedException);
        if (pending.isStarted() || resumable) {
            pending.afterDelivery(exchange).keep(exchange);
        } else {
            // a redelivery starts anew, under another key
            PendingJob.forget(exchange);
        }
    }

    // what an estimate says, it says of a job that continues
    private void writeCostOf(GrokVideoException failure) {
        boolean single = pending == null || pending.parts().size() == 1;
        boolean continues = pending == null ? !(failure instanceof JobFailedException) : !pending.jobIds().isEmpty();
        if (single ? failure.getCost() != null : !failedCosts.isEmpty()) {
            writeCost(single ? failure.getCost() : null);
        } else if (!continues) {
            ResultHeaders.removeEstimate(exchange.getMessage());
        }
    }

    // of several jobs, also those that failed may have been charged
    private synchronized void writeCost(Cost ofOthers) {
        List<Cost> all = new ArrayList<>(failedCosts);
        if (ofOthers != null) {
            all.add(ofOthers);
        }
        Cost sum = Cost.sum(all);
        if (sum != null) {
            ResultHeaders.writeCost(exchange.getMessage(), sum);
        }
    }

    // what an earlier request has paid for costs this one nothing
    private synchronized void writeReuse(VideoJob job) {
        if (pending == null || !context.configuration().isReuse()) {
            return;
        }
        List<String> ids = pending.reusedIds();
        List<VideoJob> jobs = job.parts().isEmpty() ? List.of(job) : job.parts();
        message().setHeader(GrokVideoConstants.REUSED, ids.size() == pending.parts().size());
        if (ids.isEmpty()) {
            return;
        }
        List<Cost> costs = new ArrayList<>(failedCosts);
        jobs.forEach(one -> costs.add(ids.contains(one.id()) ? nothing(one.cost()) : one.cost()));
        Cost sum = Cost.sum(costs);
        if (sum != null) {
            ResultHeaders.writeCost(message(), sum);
        }
    }

    private static Cost nothing(Cost paid) {
        return new Cost(BigDecimal.ZERO, paid == null ? CURRENCY : paid.currency(), false);
    }

    // the end

    private synchronized LogContext context(String jobId) {
        return LogContext.of(jobId, pending == null ? null : pending.idempotencyKey());
    }

    private void afterProgress(Runnable end) {
        reported().whenCompleteAsync((nothing, thrown) -> end.run(), context.runtime().routes());
    }

    // whatever goes wrong, the exchange has an end
    private void end(String jobId, Runnable last) {
        try (LogContext context = context(jobId)) {
            last.run();
        } catch (RuntimeException | Error e) {
            exchange.setException(Failures.asException(e, null));
        }
        callback.done(false);
    }
}
