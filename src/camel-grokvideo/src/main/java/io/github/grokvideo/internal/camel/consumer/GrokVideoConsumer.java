package io.github.grokvideo.internal.camel.consumer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.camel.EndpointJobs;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.message.ResultMessage;
import io.github.grokvideo.internal.camel.trace.SubmissionTrace;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.JobRoute;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.job.results.Acknowledgement;
import io.github.grokvideo.internal.job.results.JobResult;
import io.github.grokvideo.internal.job.results.ResultFeed;
import io.github.grokvideo.internal.job.results.ResultReceiver;
import io.github.grokvideo.internal.observation.LogContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates an exchange for each job that was submitted with {@code grokvideo:submit}, when it is finished. A result
 * whose exchange fails is delivered again; one whose exchange succeeds is not.
 */
public class GrokVideoConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(GrokVideoConsumer.class);

    private final GrokVideoConfiguration configuration;
    private final GrokVideoRuntime runtime;
    private ResultMessage messages;
    private VideoJobs jobsOfFeed;
    // one for each provider
    private List<ResultFeed> feeds = List.of();

    public GrokVideoConsumer(
                             Endpoint endpoint, Processor processor, GrokVideoConfiguration configuration,
                             GrokVideoRuntime runtime) {
        super(endpoint, processor);
        this.configuration = configuration;
        this.runtime = runtime;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        EndpointJobs jobs = EndpointJobs.of(configuration, runtime);
        messages = new ResultMessage(configuration, runtime, jobs);
        // one feed for all starts of the consumer: it knows what is still being delivered from before a stop
        if (feeds.isEmpty() || jobsOfFeed != runtime.jobs()) {
            jobsOfFeed = runtime.jobs();
            feeds = jobs.results(new Receiver());
        }
        feeds.forEach(ResultFeed::start);
    }

    @Override
    protected void doStop() throws Exception {
        feeds.forEach(ResultFeed::stop);
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        feeds.forEach(ResultFeed::stop);
    }

    @Override
    protected void doResume() {
        feeds.forEach(ResultFeed::start);
    }

    /** Has the route process results. */
    private final class Receiver implements ResultReceiver {

        @Override
        public void receive(JobResult result, Acknowledgement taken) {
            runtime.routes().execute(() -> {
                try {
                    new Delivery(createExchange(false), result, taken).start();
                } catch (Throwable e) {
                    taken.nack(e);
                }
            });
        }

        @Override
        public JobRoute route() {
            return new JobRoute(getRouteId(), getEndpoint());
        }
    }

    /** One result in the route. Whatever is thrown, also an Error, ends the delivery, and is reported once. */
    private final class Delivery {

        private final Exchange exchange;
        private final JobResult result;
        private final Acknowledgement taken;
        private final AtomicBoolean ended = new AtomicBoolean();

        Delivery(Exchange exchange, JobResult result, Acknowledgement taken) {
            this.exchange = exchange;
            this.result = result;
            this.taken = taken;
        }

        void start() {
            attempt(() -> {
                SubmissionTrace.keep(exchange, result.stored().traceParent());
                CompletableFuture<Void> written = messages.write(exchange, result);
                if (written.isDone()) {
                    written.whenComplete((nothing, thrown) -> written(thrown));
                } else {
                    written.whenComplete((nothing, thrown) -> attempt(
                            () -> runtime.routes().execute(() -> written(thrown))));
                }
            });
        }

        private void attempt(Runnable step) {
            try {
                step.run();
            } catch (Throwable e) {
                exchange.setException(e);
                end();
            }
        }

        private void written(Throwable thrown) {
            attempt(() -> {
                if (thrown == null) {
                    getAsyncProcessor().process(exchange, doneSync -> end());
                } else {
                    exchange.setException(Failures.asException(thrown, null));
                    end();
                }
            });
        }

        private void end() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            Throwable failure = exchange.getException();
            boolean ok = failure == null && !exchange.isRollbackOnly();
            try (LogContext context = context()) {
                if (failure != null) {
                    getExceptionHandler().handleException(
                            "Job " + result.job().id() + " is delivered again, since its exchange failed", exchange, failure);
                }
            } catch (Throwable e) {
                warn("The exception handler failed on job {}: {}", e);
            }
            if (ok) {
                taken.ack();
            } else {
                taken.nack(failure);
            }
            try {
                releaseExchange(exchange, false);
            } catch (Throwable e) {
                warn("The exchange of job {} could not be released: {}", e);
            }
        }

        private LogContext context() {
            return LogContext.of(result.job().id(), result.stored().key().key());
        }

        private void warn(String message, Throwable cause) {
            try (LogContext context = context()) {
                LOG.warn(message, result.job().id(), cause.toString());
            }
        }
    }
}
