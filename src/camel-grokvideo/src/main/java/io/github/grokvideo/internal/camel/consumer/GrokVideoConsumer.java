package io.github.grokvideo.internal.camel.consumer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.grokvideo.GrokVideoEndpoint;
import io.github.grokvideo.internal.camel.message.ResultMessage;
import io.github.grokvideo.internal.camel.producer.GrokVideoProducer;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.job.results.Acknowledgement;
import io.github.grokvideo.internal.job.results.JobResult;
import io.github.grokvideo.internal.job.results.ResultFeed;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an exchange of each job that was submitted with {@code grokvideo:submit} when it is done. A result whose
 * exchange fails comes again; one whose exchange succeeds does not.
 */
public class GrokVideoConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(GrokVideoConsumer.class);

    private final GrokVideoEndpoint endpoint;
    private ResultMessage messages;
    private VideoJobs jobs;
    private ResultFeed feed;

    public GrokVideoConsumer(GrokVideoEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        messages = new ResultMessage(endpoint);
        messages.checkStorable();
        // one feed for all starts: it knows what is still being delivered from before a stop
        if (feed == null || jobs != endpoint.getComponent().jobs()) {
            jobs = endpoint.getComponent().jobs();
            feed = jobs.results(endpoint.gateway(), endpoint.jobSettings(), endpoint.feedSettings(), this::receive);
        }
        feed.start();
    }

    @Override
    protected void doStop() throws Exception {
        if (feed != null) {
            feed.stop();
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        if (feed != null) {
            feed.stop();
        }
    }

    @Override
    protected void doResume() {
        feed.start();
    }

    private void receive(JobResult result, Acknowledgement taken) {
        endpoint.getComponent().worker().execute(() -> {
            try {
                new Delivery(createExchange(false), result, taken).begin();
            } catch (Throwable e) {
                taken.nack(e);
            }
        });
    }

    /** One result in the route. Whatever is thrown on its way, an Error too, ends this delivery and is told once. */
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

        void begin() {
            attempt(() -> {
                CompletableFuture<Void> written = messages.write(exchange, result);
                if (written.isDone()) {
                    written.whenComplete((nothing, thrown) -> written(thrown));
                } else {
                    written.whenComplete((nothing, thrown) -> attempt(
                            () -> endpoint.getComponent().worker().execute(() -> written(thrown))));
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
                    exchange.setException(GrokVideoProducer.asException(thrown));
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
            try {
                if (failure != null) {
                    getExceptionHandler().handleException(
                            "Job " + result.job().id() + " comes again, since its exchange failed", exchange, failure);
                }
            } catch (Throwable e) {
                LOG.warn("The exception handler failed on job {}: {}", result.job().id(), e.toString());
            }
            if (ok) {
                taken.ack();
            } else {
                taken.nack(failure);
            }
            try {
                releaseExchange(exchange, false);
            } catch (Throwable e) {
                LOG.warn("The exchange of job {} could not be released: {}", result.job().id(), e.toString());
            }
        }
    }
}
