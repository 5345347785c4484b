package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.camel.AbandonedExchanges;
import io.github.grokvideo.internal.camel.EndpointJobs;
import io.github.grokvideo.internal.camel.ExchangeOrigin;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.message.RequestReader;
import io.github.grokvideo.internal.camel.message.ResultWriter;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;

/**
 * What the operations of one producer use.
 *
 * @param endpoint      the producer's
 * @param configuration the endpoint's options
 * @param runtime       of the component, which has been started
 * @param jobs          the endpoint's jobs
 * @param requests      reads messages
 * @param results       writes messages
 * @param progress      reports progress
 */
record OperationContext(
        Endpoint endpoint, GrokVideoConfiguration configuration, GrokVideoRuntime runtime, EndpointJobs jobs,
        RequestReader requests, ResultWriter results, ProgressReporter progress) {

    static OperationContext of(Endpoint endpoint, GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        EndpointJobs jobs = EndpointJobs.of(configuration, runtime);
        return new OperationContext(
                endpoint, configuration, runtime, jobs, new RequestReader(endpoint.getCamelContext(), configuration),
                new ResultWriter(configuration, runtime, jobs),
                new ProgressReporter(endpoint, configuration.getProgressUri(), runtime));
    }

    /** The exchange, for those who watch. */
    JobOrigin origin(Exchange exchange) {
        return new ExchangeOrigin(configuration, exchange);
    }

    /**
     * Ends an exchange with the response to a single request, on a worker thread.
     *
     * @param writer writes the response into the exchange
     */
    <T> void end(Exchange exchange, AsyncCallback callback, CompletableFuture<T> response, Consumer<T> writer) {
        end(exchange, callback, response, runtime.routes(), writer);
    }

    /** The same for operations that need no gateway. */
    static <T> void end(
            Exchange exchange, AsyncCallback callback, CompletableFuture<T> response, Executor routes, Consumer<T> writer) {
        response.whenCompleteAsync((value, thrown) -> {
            Throwable failure = thrown;
            if (failure == null) {
                try {
                    writer.accept(value);
                } catch (Throwable e) {
                    // also an Error must not leave the exchange without an end
                    failure = e;
                }
            }
            if (failure != null) {
                exchange.setException(Failures.asException(failure, null));
            }
            callback.done(false);
        }, routes);
    }

    /**
     * Refuses to submit or to wait if the exchange's route is stopping, or if the exchange was given up and is
     * redelivered all the same.
     *
     * @param jobId {@code null} if nothing has been submitted
     */
    void refuseWhileStopping(Exchange exchange, String jobId) {
        if (AbandonedExchanges.isGivenUp(exchange)) {
            throw new WaitStoppedException(
                    GrokVideoException.because("The exchange was given up: it neither submits nor waits any more")
                            .jobId(jobId));
        }
        if (runtime.isStopping(exchange)) {
            throw new WaitStoppedException(
                    GrokVideoException.because(
                            jobId == null
                                    ? "The route stops; nothing was submitted"
                                    : "The route stops. The job continues at the gateway; grokvideo:await with its ID waits for it"
                                      + " again")
                            .jobId(jobId).retryable(true));
        }
    }

    /**
     * Finds out whether the video can be stored, before it is paid for or waited for.
     *
     * @param jobId {@code null} if nothing has been submitted
     */
    void requireStorable(String jobId) {
        String problem = results.cannotStore();
        if (problem != null) {
            throw new InvalidRequestException(
                    GrokVideoException.because(jobId == null ? problem + "; nothing was submitted" : problem).jobId(jobId));
        }
    }
}
