package io.github.grokvideo.internal.job.results;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers results of submitted jobs one by one, as they are requested. A finished job is claimed only for a request.
 * Jobs that are not finished are claimed to be waited for, and stay claimed between requests, for a lease after the
 * last one at most; what finishes meanwhile is open to every consumer. Holds no thread.
 */
public final class ResultPoll {

    private static final Logger LOG = LoggerFactory.getLogger(ResultPoll.class);
    private static final int MAX_STEP = 256;

    /**
     * A result that was requested.
     *
     * @param acknowledgement to be called once
     */
    public record Polled(JobResult result, Acknowledgement acknowledgement) {
    }

    private final ResultContext context;
    private final VideoGateway gateway;
    private final Target target;
    private final ResultSettings settings;
    private final ResultClaims claims;
    private final ClaimTimes times;
    private final ResultWait.Owner owner = this::ready;

    private final Deque<Request> requests = new ArrayDeque<>();
    private final Deque<JobResult> ready = new ArrayDeque<>();
    private ScheduledFuture<?> nextSearch;
    private ScheduledFuture<?> nextRest;
    private boolean searching;
    private long searches;
    private boolean foundSomething;
    private boolean foundNothing;
    private boolean wokenWhileSearching;
    private boolean failing;
    private boolean stopped;

    public ResultPoll(ResultContext context, VideoGateway gateway, JobSettings waits, ResultSettings settings) {
        this.context = context;
        this.gateway = gateway;
        this.target = new Target(gateway, waits);
        this.settings = settings;
        this.claims = new ResultClaims(context, gateway, settings);
        this.times = new ClaimTimes(context, gateway, settings, this::wake);
    }

    /** A request for one result. */
    public final class Request {

        private final CompletableFuture<Polled> answer = new CompletableFuture<>();
        private final boolean immediate;
        private boolean withdrawn;

        private Request(boolean immediate) {
            this.immediate = immediate;
        }

        /** The result, on threads of store, I/O and timer; {@code null} if there is none and none is waited for. */
        public CompletableFuture<Polled> answer() {
            return answer;
        }

        /**
         * Withdraws the request.
         *
         * @return whether nothing will come; otherwise a result is on its way, and has to be acknowledged
         */
        public boolean withdraw() {
            synchronized (ResultPoll.this) {
                withdrawn = true;
                if (!requests.remove(this)) {
                    return answer.isDone() && answer.getNow(null) == null;
                }
            }
            answer.complete(null);
            rest();
            return true;
        }
    }

    /** Requests one result, and waits until there is one. */
    public Request request() {
        return add(new Request(false));
    }

    /** Requests one result; the answer is {@code null} if the store has no finished job now. */
    public Request requestNow() {
        return add(new Request(true));
    }

    private Request add(Request request) {
        synchronized (this) {
            if (stopped) {
                request.answer.complete(null);
                return request;
            }
            requests.add(request);
            cancel(nextRest);
            nextRest = null;
        }
        if (!request.immediate) {
            times.start();
        }
        deliver();
        search();
        return request;
    }

    /** Answers all requests with {@code null}, and releases what is waited for; what was delivered stays claimed. */
    public void stop() {
        synchronized (this) {
            stopped = true;
        }
        answerNothing(requests());
        giveUp();
    }

    private synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    private void answerNothing(List<Request> some) {
        some.forEach(Request::withdraw);
    }

    private static void cancel(ScheduledFuture<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    // searching

    private void search() {
        synchronized (this) {
            if (searching || requests.isEmpty()) {
                return;
            }
            searching = true;
            searches++;
            foundSomething = false;
            foundNothing = false;
            cancel(nextSearch);
            nextSearch = null;
        }
        searchOn(requests(), 1);
    }

    private void wake() {
        synchronized (this) {
            wokenWhileSearching = searching;
        }
        search();
    }

    // a search answers the requests made before it; later ones get their own
    private void searchOn(List<Request> served, int firstStep) {
        int step = firstStep;
        boolean more = true;
        while (more && isWanted()) {
            CompletableFuture<List<StoredJob>> claim = claims.claim(Math.min(step, settings.maxWaiting() - claims.size()));
            // one at first, since it may be finished; more, where many are not
            int next = Math.min(MAX_STEP, 2 * step);
            step = next;
            if (!claim.isDone()) {
                claim.whenComplete((claimed, thrown) -> {
                    if (found(claimed, thrown)) {
                        searchOn(served, next);
                    } else {
                        searched(served);
                    }
                });
                return;
            }
            more = claim.handle(this::found).join();
        }
        searched(served);
    }

    private synchronized boolean isWanted() {
        return !requests.isEmpty() && claims.size() < settings.maxWaiting();
    }

    private boolean found(List<StoredJob> claimed, Throwable thrown) {
        report(thrown);
        boolean some = thrown == null && !claimed.isEmpty();
        synchronized (this) {
            foundSomething |= some;
            foundNothing = thrown == null && !foundSomething;
        }
        if (!some) {
            return false;
        }
        for (StoredJob job : claimed) {
            ResultWait.start(owner, claims, context.jobs(), target, job);
        }
        if (isStopped()) {
            ResultWait.stopAll(context.jobs(), owner);
        }
        return true;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void searched(List<Request> served) {
        boolean woken;
        boolean nothing;
        long number;
        synchronized (this) {
            searching = false;
            woken = wokenWhileSearching;
            wokenWhileSearching = false;
            nothing = foundNothing;
            number = searches;
        }
        answerNothing(served.stream().filter(request -> request.immediate).toList());
        boolean again;
        synchronized (this) {
            again = woken || requests.stream().anyMatch(request -> request.immediate);
        }
        if (again) {
            search();
        } else {
            times.next(nothing).thenAccept(interval -> searchAfter(interval, number));
        }
    }

    private synchronized void searchAfter(Duration interval, long number) {
        // if another search has started meanwhile, that one counts
        if (number == searches && !requests.isEmpty() && !searching) {
            nextSearch = later(interval, this::search);
        }
    }

    private synchronized void report(Throwable failure) {
        if (failure != null && !failing) {
            LOG.warn("Cannot poll finished jobs; retrying: {}", Failures.unwrap(failure).getMessage());
        } else if (failure == null && failing) {
            LOG.info("Finished jobs are polled again");
        }
        failing = failure != null;
    }

    private ScheduledFuture<?> later(Duration delay, Runnable action) {
        try {
            return context.timer().after(delay, action);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    // delivering

    private void ready(JobResult result) {
        boolean kept;
        synchronized (this) {
            // an end that is not in the store, such as a timeout, is kept for the next request
            kept = !stopped && (!requests.isEmpty() || !result.job().isFinal());
            if (kept) {
                ready.add(result);
            }
        }
        if (kept) {
            deliver();
        } else {
            claims.release(result.stored(), Duration.ZERO);
        }
    }

    private void deliver() {
        JobResult result;
        Request request;
        synchronized (this) {
            if (ready.isEmpty() || requests.isEmpty()) {
                return;
            }
            result = ready.poll();
            request = requests.poll();
        }
        claims.count(result).thenAccept(counted -> {
            if (counted == null) {
                settled(request);
            } else {
                claims.receive(counted,
                        (delivered, acknowledgement) -> request.answer.complete(new Polled(delivered, acknowledgement)),
                        () -> settled(request));
            }
        });
        rest();
    }

    // after the acknowledgement, or when the result could not be delivered at all
    private void settled(Request request) {
        if (request.answer.isDone()) {
            return;
        }
        boolean wanted;
        synchronized (this) {
            wanted = !stopped && !request.withdrawn;
            if (wanted) {
                requests.addFirst(request);
            }
        }
        if (wanted) {
            deliver();
            search();
        } else {
            request.answer.complete(null);
        }
    }

    // between requests

    private void rest() {
        List<JobResult> surplus = new ArrayList<>();
        synchronized (this) {
            if (!requests.isEmpty()) {
                return;
            }
            ready.removeIf(result -> result.job().isFinal() && surplus.add(result));
            cancel(nextSearch);
            nextSearch = null;
            cancel(nextRest);
            nextRest = stopped ? null : later(settings.lease(), this::giveUpUnlessWanted);
        }
        surplus.forEach(result -> claims.release(result.stored(), Duration.ZERO));
    }

    private void giveUpUnlessWanted() {
        synchronized (this) {
            if (!requests.isEmpty()) {
                return;
            }
        }
        giveUp();
    }

    private void giveUp() {
        List<JobResult> left;
        synchronized (this) {
            cancel(nextRest);
            nextRest = null;
            left = List.copyOf(ready);
            ready.clear();
        }
        times.stop();
        left.forEach(result -> claims.release(result.stored(), Duration.ZERO));
        ResultWait.stopAll(context.jobs(), owner);
    }
}
