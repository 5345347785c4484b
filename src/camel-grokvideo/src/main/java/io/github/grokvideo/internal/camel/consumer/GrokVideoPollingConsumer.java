package io.github.grokvideo.internal.camel.consumer;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.camel.EndpointJobs;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.RouteLifecycle;
import io.github.grokvideo.internal.camel.message.ResultMessage;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.results.Acknowledgement;
import io.github.grokvideo.internal.job.results.ResultPoll;
import org.apache.camel.DynamicPollingConsumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.PollingConsumerSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.UnitOfWorkHelper;

/**
 * Returns results one by one, to {@code pollEnrich}, {@code poll} and {@code ConsumerTemplate}. A result is
 * acknowledged when the exchange that polled it has succeeded, or when the template's exchange is done; if that fails,
 * it is delivered again. Only the thread that polls is blocked.
 */
public class GrokVideoPollingConsumer extends PollingConsumerSupport
        implements DynamicPollingConsumer, RouteLifecycle.Listener {

    private static final long NO_WAIT = 0;
    private static final long FOREVER = Long.MAX_VALUE;
    private static final Cleaner UNREACHABLE = Cleaner.create();

    private final GrokVideoConfiguration configuration;
    private final GrokVideoRuntime runtime;
    private final Set<Poll> polls = ConcurrentHashMap.newKeySet();
    private ResultMessage messages;
    private ResultPoll results;

    public GrokVideoPollingConsumer(Endpoint endpoint, GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        super(endpoint);
        this.configuration = configuration;
        this.runtime = runtime;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        EndpointJobs jobs = EndpointJobs.of(configuration, runtime);
        messages = new ResultMessage(configuration, runtime, jobs);
        results = jobs.poll();
        runtime.lifecycle().add(this);
    }

    @Override
    protected void doStop() throws Exception {
        runtime.lifecycle().remove(this);
        contextStopping();
        if (results != null) {
            results.stop();
        }
        super.doStop();
    }

    @Override
    public void contextStopping() {
        polls.forEach(Poll::stop);
    }

    @Override
    public void routeStopping(String routeId) {
        polls.stream().filter(poll -> poll.isIn(routeId)).forEach(Poll::stop);
    }

    @Override
    public Exchange receive() {
        return receive(null, FOREVER);
    }

    @Override
    public Exchange receive(long timeout) {
        return receive(null, timeout);
    }

    @Override
    public Exchange receiveNoWait() {
        return receive(null, NO_WAIT);
    }

    @Override
    public Exchange receive(Exchange polling) {
        return receive(polling, FOREVER);
    }

    @Override
    public Exchange receiveNoWait(Exchange polling) {
        return receive(polling, NO_WAIT);
    }

    @Override
    public Exchange receive(Exchange polling, long timeout) {
        if (!isRunAllowed() || !isStarted()) {
            throw new RejectedExecutionException(this + " is not started, but in state: " + getStatus().name());
        }
        Poll poll = new Poll(polling);
        polls.add(poll);
        try {
            return runtime.isStopping(polling) || !isRunAllowed() ? null : poll.receive(timeout);
        } finally {
            polls.remove(poll);
        }
    }

    /** A thread that waits for a result. */
    private final class Poll {

        private final Exchange polling;
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();

        /** @param polling {@code null} if the thread is in no route */
        Poll(Exchange polling) {
            this.polling = polling;
        }

        boolean isIn(String routeId) {
            return polling != null && RouteLifecycle.isIn(polling, routeId::equals);
        }

        void stop() {
            stopped.complete(null);
        }

        private boolean isStopped() {
            return stopped.isDone();
        }

        /** @return {@code null} if there is no result in time, or if the wait is stopped */
        Exchange receive(long timeout) {
            long startedAt = System.nanoTime();
            while (!isStopped()) {
                long left = timeout == FOREVER
                        ? FOREVER : timeout - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
                if (timeout > 0 && left <= 0) {
                    return null;
                }
                ResultPoll.Polled polled = next(left);
                if (polled == null) {
                    return null;
                }
                Exchange exchange = exchange(polled);
                if (exchange != null) {
                    return exchange;
                }
            }
            return null;
        }

        private ResultPoll.Polled next(long millis) {
            boolean immediate = millis <= 0;
            ResultPoll.Request request = immediate ? results.requestNow() : results.request();
            CompletableFuture<ResultPoll.Polled> answer = request.answer();
            // the store is waited for in any case: it answers at once, or fails
            boolean answered = await(answer, immediate ? FOREVER : millis);
            if (!answered && request.withdraw()) {
                return null;
            }
            // it was claimed just before the timeout
            if (isStopped() || !await(answer, FOREVER)) {
                answer.thenAccept(polled -> {
                    if (polled != null) {
                        polled.acknowledgement().nack(null);
                    }
                });
                return null;
            }
            return answer.getNow(null);
        }

        // false if it is not done in time, or if the wait is stopped
        private boolean await(CompletableFuture<?> something, long millis) {
            CompletableFuture<Object> first = CompletableFuture.anyOf(something, stopped);
            try {
                if (millis == FOREVER) {
                    first.get();
                } else {
                    first.get(millis, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop();
            } catch (ExecutionException | TimeoutException e) {
                // the caller looks at what it ended with
            }
            return something.isDone();
        }

        /** The exchange of a result, or {@code null} if it cannot be created; then the result is delivered again. */
        private Exchange exchange(ResultPoll.Polled polled) {
            Exchange exchange = getEndpoint().createExchange();
            try {
                if (polling != null) {
                    // a streamed body lives as long as what the polling exchange is a part of
                    exchange.setProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK,
                            polling.getProperty(ExchangePropertyKey.STREAM_CACHE_UNIT_OF_WORK));
                }
                CompletableFuture<Void> written = messages.write(exchange, polled.result());
                if (!await(written, FOREVER)) {
                    written.whenComplete((nothing, thrown) -> discard(exchange, polled, null));
                    return null;
                }
                written.join();
            } catch (Throwable e) {
                discard(exchange, polled, Failures.asException(e, null));
                return null;
            }
            Synchronization acknowledgement = acknowledgement(polled.acknowledgement());
            // an exchange that is dropped before it is done has the result delivered again
            UNREACHABLE.register(acknowledgement, () -> polled.acknowledgement().nack(null));
            exchange.getExchangeExtension().addOnCompletion(acknowledgement);
            if (polling != null) {
                polling.getExchangeExtension().addOnCompletion(unlessTaken(acknowledgement, polled.acknowledgement()));
            }
            return exchange;
        }

        private void discard(Exchange exchange, ResultPoll.Polled polled, Throwable failure) {
            if (failure != null) {
                exchange.setException(failure);
                getExceptionHandler().handleException(
                        "Job " + polled.result().job().id() + " is delivered again, since its video could not be downloaded",
                        exchange,
                        failure);
            }
            polled.acknowledgement().nack(failure);
            // such as the deletion of a file that was downloaded
            UnitOfWorkHelper.doneSynchronizations(exchange, exchange.getExchangeExtension().handoverCompletions());
        }
    }

    private static Synchronization acknowledgement(Acknowledgement taken) {
        return new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange exchange) {
                if (exchange.isRollbackOnly()) {
                    taken.nack(null);
                } else {
                    taken.ack();
                }
            }

            @Override
            public void onFailure(Exchange exchange) {
                taken.nack(exchange.getException());
            }
        };
    }

    // if an aggregation strategy fails, or drops the result, no exchange has the acknowledgement
    private static Synchronization unlessTaken(Synchronization acknowledgement, Acknowledgement taken) {
        return new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange exchange) {
                UnitOfWork unitOfWork = exchange.getUnitOfWork();
                if (unitOfWork != null && !unitOfWork.containsSynchronization(acknowledgement)) {
                    taken.nack(exchange.getException());
                }
            }
        };
    }
}
