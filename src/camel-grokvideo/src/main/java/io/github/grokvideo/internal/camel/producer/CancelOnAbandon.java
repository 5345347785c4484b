package io.github.grokvideo.internal.camel.producer;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

import io.github.grokvideo.internal.camel.AbandonedExchanges;
import io.github.grokvideo.internal.camel.RouteBound;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.JobRoute;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** One exchange and its job, which is cancelled if the exchange is given up while it waits. */
final class CancelOnAbandon extends SynchronizationAdapter implements JobListener, RouteBound, AbandonedExchanges.Wait {

    private final OperationContext context;
    private final Exchange exchange;
    private final ExchangeJob job;
    // what follows is guarded by this; by part
    private final Map<Integer, String> providers = new HashMap<>();
    // jobs whose wait was stopped, with their providers
    private final Map<String, String> stopped = new LinkedHashMap<>();
    private boolean waiting = true;
    private String why;

    private CancelOnAbandon(OperationContext context, Exchange exchange, ExchangeJob job) {
        this.context = context;
        this.exchange = exchange;
        this.job = job;
    }

    /** An endpoint with these options starts. */
    static void open(OperationContext context) {
        if (context.configuration().isCancelOnAbandon()) {
            context.runtime().abandoned().open(context.jobs().unableToCancel());
        }
    }

    /** The listener of an exchange's job: the exchange itself, unless it cancels the job that it gives up. */
    static JobListener of(OperationContext context, Exchange exchange, ExchangeJob job) {
        if (!context.configuration().isCancelOnAbandon()) {
            return job;
        }
        CancelOnAbandon cancelling = new CancelOnAbandon(context, exchange, job);
        exchange.getExchangeExtension().addOnCompletion(cancelling);
        context.runtime().abandoned().begin(cancelling);
        return cancelling;
    }

    // who gives up

    /** The exchange has ended, whoever has ended it. */
    @Override
    public void onDone(Exchange ended) {
        giveUp("its exchange has ended without it");
    }

    @Override
    public boolean allowHandover() {
        return false;
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public void giveUp(String reason) {
        synchronized (this) {
            // an exchange whose route stops is told so, and may wait again later
            if (!waiting || why != null || context.runtime().isStopping(exchange)) {
                return;
            }
            why = reason;
        }
        // an error handler may redeliver it, which must not submit again
        AbandonedExchanges.markGivenUp(exchange);
        context.runtime().jobs().stop(this::equals, "The exchange was given up");
    }

    @Override
    public synchronized boolean isGivenUp() {
        return why != null;
    }

    @Override
    public boolean isIn(Predicate<String> routeId) {
        return job.isIn(routeId);
    }

    // whom the job is for

    @Override
    public JobRoute route() {
        return job.route();
    }

    @Override
    public String operation() {
        return job.operation();
    }

    @Override
    public Object property(String name) {
        return job.property(name);
    }

    // what becomes of the job

    @Override
    public void at(int part, String provider) {
        synchronized (this) {
            providers.put(part, provider);
            // also a second time, if the video of an earlier request turns out to be lost
            waiting = true;
        }
        job.at(part, provider);
    }

    @Override
    public void accepted(int part, VideoJob accepted) {
        job.accepted(part, accepted);
    }

    @Override
    public void reused(int part, VideoJob known, Runnable lost) {
        job.reused(part, known, lost);
    }

    @Override
    public boolean hasVideos(VideoJob known) {
        return job.hasVideos(known);
    }

    @Override
    public void changed(VideoJob named, VideoJob previous) {
        job.changed(named, previous);
    }

    @Override
    public void warned(String warning) {
        job.warned(warning);
    }

    @Override
    public void partFailed(int part, GrokVideoException failure) {
        noteStopped(part, failure);
        job.partFailed(part, failure);
    }

    @Override
    public void completed(VideoJob named) {
        end();
        job.completed(named);
    }

    @Override
    public void failed(GrokVideoException failure, VideoJob named) {
        noteStopped(0, failure);
        String reason = end();
        job.failed(reason == null || !(failure instanceof WaitStoppedException) ? failure : givenUp(failure, reason), named);
    }

    private static GrokVideoException givenUp(GrokVideoException failure, String reason) {
        String end = failure.getJobId() == null
                ? "; nothing was submitted" : ". The job is cancelled, unless somebody else waits for it";
        return new WaitStoppedException(
                GrokVideoException.because("The exchange was given up, since " + reason + end).jobId(failure.getJobId()));
    }

    // of several, the first to fail is reported once more for all
    private synchronized void noteStopped(int part, GrokVideoException failure) {
        if (failure instanceof WaitStoppedException && failure.getJobId() != null) {
            stopped.putIfAbsent(failure.getJobId(), providers.get(part));
        }
    }

    // returns why it was given up, or null
    private String end() {
        Map<String, String> left;
        String reason;
        synchronized (this) {
            waiting = false;
            left = new LinkedHashMap<>(stopped);
            stopped.clear();
            reason = why;
        }
        context.runtime().abandoned().end(this);
        if (!left.isEmpty() && reason == null) {
            context.runtime().abandoned().stopped(exchange, since -> cancel(left, since));
        } else {
            cancel(left, reason);
        }
        return reason;
    }

    private void cancel(Map<String, String> jobs, String since) {
        jobs.forEach((id, provider) -> context.jobs().abandon(id, provider, since, this));
    }
}
