package io.github.grokvideo.internal.camel.consumer;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.grokvideo.GrokVideoEndpoint;
import io.github.grokvideo.internal.camel.message.ResultMessage;
import io.github.grokvideo.internal.camel.producer.GrokVideoProducer;
import io.github.grokvideo.internal.job.results.Acknowledgement;
import io.github.grokvideo.internal.job.results.ResultPoll;
import org.apache.camel.DynamicPollingConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.spi.Synchronization;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.PollingConsumerSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.UnitOfWorkHelper;

/**
 * Hands out results one by one, to {@code pollEnrich}, {@code poll} and {@code ConsumerTemplate}. A result is
 * acknowledged when the exchange that polled it has succeeded, or when the template's exchange is done; it is delivered
 * again when that has failed. Only the thread that polls is blocked.
 */
public class GrokVideoPollingConsumer extends PollingConsumerSupport implements DynamicPollingConsumer {

    private static final long FOREVER = -1;
    private static final Cleaner FORGOTTEN = Cleaner.create();

    private final GrokVideoEndpoint endpoint;
    private final Set<Poll> polls = ConcurrentHashMap.newKeySet();
    private ResultMessage messages;
    private ResultPoll results;

    public GrokVideoPollingConsumer(GrokVideoEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        messages = new ResultMessage(endpoint);
        messages.checkStorable();
        results = endpoint.getComponent().jobs().poll(endpoint.gateway(), endpoint.jobSettings(), endpoint.feedSettings());
        endpoint.getComponent().started(this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.getComponent().stopped(this);
        polls.forEach(Poll::stop);
        if (results != null) {
            results.stop();
        }
        super.doStop();
    }

    /** The context is about to stop: nobody waits any more. */
    public void contextStopping() {
        polls.forEach(Poll::stop);
    }

    /** A route is about to stop: its exchanges do not wait any more. */
    public void routeStopping(String routeId) {
        polls.stream().filter(poll -> poll.isIn(routeId)).forEach(Poll::stop);
    }

    @Override
    public Exchange receive() {
        return receive(null, FOREVER, false);
    }

    @Override
    public Exchange receive(long timeout) {
        return receive(null, timeout, timeout <= 0);
    }

    @Override
    public Exchange receiveNoWait() {
        return receive(null, 0, true);
    }

    @Override
    public Exchange receive(Exchange polling) {
        return receive(polling, FOREVER, false);
    }

    @Override
    public Exchange receive(Exchange polling, long timeout) {
        return receive(polling, timeout, timeout <= 0);
    }

    @Override
    public Exchange receiveNoWait(Exchange polling) {
        return receive(polling, 0, true);
    }

    private Exchange receive(Exchange polling, long timeout, boolean immediate) {
        if (!isRunAllowed() || !isStarted()) {
            throw new RejectedExecutionException(this + " is not started, but in state: " + getStatus().name());
        }
        Poll poll = new Poll(polling);
        polls.add(poll);
        try {
            if (endpoint.getComponent().isStopping(poll.fromRouteId, poll.routeId) || !isRunAllowed()) {
                return null;
            }
            long begin = System.nanoTime();
            while (!poll.isStopped()) {
                long left = timeout - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                if (timeout != FOREVER && !immediate && left <= 0) {
                    return null;
                }
                ResultPoll.Polled polled = poll.next(timeout == FOREVER ? FOREVER : left, immediate);
                if (polled == null) {
                    return null;
                }
                Exchange exchange = poll.exchange(polled);
                if (exchange != null) {
                    return exchange;
                }
            }
            return null;
        } finally {
            polls.remove(poll);
        }
    }

    /** One who waits. */
    private final class Poll {

        private final Exchange polling;
        private final String fromRouteId;
        private final String routeId;
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();

        Poll(Exchange polling) {
            this.polling = polling;
            this.fromRouteId = polling == null ? null : polling.getFromRouteId();
            this.routeId = polling == null ? null : ExchangeHelper.getAtRouteId(polling);
        }

        boolean isIn(String route) {
            return route.equals(fromRouteId) || route.equals(routeId);
        }

        void stop() {
            stopped.complete(null);
        }

        boolean isStopped() {
            return stopped.isDone();
        }

        /** The next result, or {@code null} if none comes in time, or if it is not to be waited for any more. */
        ResultPoll.Polled next(long millis, boolean immediate) {
            ResultPoll.Request request = immediate ? results.requestNow() : results.request();
            CompletableFuture<ResultPoll.Polled> answer = request.answer();
            // without a wait the store is waited for all the same: it answers at once, or fails
            boolean ended = await(answer, immediate ? FOREVER : millis);
            if (!ended && request.withdraw()) {
                return null;
            }
            // it comes: it was claimed just before the time was over
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

        // false if the time is over first, or the wait is stopped
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
                // what it ended with, if it has, is looked at by who asked
            }
            return something.isDone();
        }

        /** Its exchange, or {@code null} if it could not be made; then the result is delivered again later. */
        Exchange exchange(ResultPoll.Polled polled) {
            Exchange exchange = endpoint.createExchange();
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
                Throwable failure = GrokVideoProducer.asException(e);
                discard(exchange, polled, failure);
                return null;
            }
            Synchronization acknowledgement = acknowledgement(polled.acknowledgement());
            // who forgets the exchange without being done with it gets the result again
            FORGOTTEN.register(acknowledgement, () -> polled.acknowledgement().nack(null));
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
                        "Job " + polled.result().job().id() + " comes again, since its video could not be fetched", exchange,
                        failure);
            }
            polled.acknowledgement().nack(failure);
            // such as the deletion of a file that was fetched
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

    // where an aggregation strategy fails, or drops the result, nobody is handed the acknowledgement
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
