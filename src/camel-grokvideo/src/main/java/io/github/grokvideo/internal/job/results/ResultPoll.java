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
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.store.StoredJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out results of submitted jobs one by one, as they are requested. A finished job is claimed only for a request.
 * Jobs that are not finished are claimed to be waited for, and stay claimed between requests, for a lease after the
 * last one at most; what finishes meanwhile is open to every consumer. Holds no thread.
 */
public final class ResultPoll {

    private static final Logger LOG = LoggerFactory.getLogger(ResultPoll.class);
    private static final int MAX_STEP = 256;

    /**
     * A result that was handed out.
     *
     * @param taken to be told once what became of it
     */
    public record Polled(ResultFeed.Result result, ResultFeed.Taken taken) {
    }

    private final VideoJobs jobs;
    private final VideoGateway gateway;
    private final JobSettings patience;
    private final ResultFeed.Settings settings;
    private final ResultClaims claims;
    private final ResultWait.Owner owner = this::ready;

    private final Deque<Request> requests = new ArrayDeque<>();
    private final Deque<ResultFeed.Result> ready = new ArrayDeque<>();
    private ScheduledFuture<?> nextSearch;
    private ScheduledFuture<?> nextRest;
    private boolean searching;
    private boolean inTrouble;
    private boolean stopped;

    public ResultPoll(VideoJobs jobs, VideoGateway gateway, JobSettings patience, ResultFeed.Settings settings) {
        this.jobs = jobs;
        this.gateway = gateway;
        this.patience = patience;
        this.settings = settings;
        this.claims = new ResultClaims(jobs, gateway, settings);
    }

    /** One result that somebody wants. */
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
         * Wants it no longer.
         *
         * @return whether nothing will come; otherwise a result is on its way, and has to be taken or told that it was
         *         not
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

    /**
     * Requests one result.
     *
     * @param immediate whether to answer {@code null} if the store has no finished job now, instead of waiting for one
     */
    public Request request(boolean immediate) {
        Request request = new Request(immediate);
        synchronized (this) {
            if (stopped) {
                request.answer.complete(null);
                return request;
            }
            requests.add(request);
            cancel(nextRest);
            nextRest = null;
        }
        handOut();
        search();
        return request;
    }

    /** Answers all requests with {@code null}, and gives back what is waited for; what was handed out stays claimed. */
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
            cancel(nextSearch);
            nextSearch = null;
        }
        searchOn(requests(), 1);
    }

    // those who came before a search learn from it what there is; who comes later gets one of its own
    private void searchOn(List<Request> served, int firstStep) {
        int step = firstStep;
        boolean more = true;
        while (more && isWanted()) {
            CompletableFuture<List<StoredJob>> claim = claims.claim(Math.min(step, settings.mostWaiting() - claims.size()));
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
        return !requests.isEmpty() && claims.size() < settings.mostWaiting();
    }

    private boolean found(List<StoredJob> claimed, Throwable thrown) {
        report(thrown);
        if (thrown != null || claimed.isEmpty()) {
            return false;
        }
        for (StoredJob job : claimed) {
            ResultWait.begin(owner, claims, jobs, gateway, patience, job);
        }
        if (isStopped()) {
            ResultWait.stopAll(jobs, owner);
        }
        return true;
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private void searched(List<Request> served) {
        synchronized (this) {
            searching = false;
        }
        answerNothing(served.stream().filter(request -> request.immediate).toList());
        boolean again;
        synchronized (this) {
            again = requests.stream().anyMatch(request -> request.immediate);
            if (!again && !requests.isEmpty() && !searching) {
                nextSearch = later(settings.claimInterval(), this::search);
            }
        }
        if (again) {
            search();
        }
    }

    private synchronized void report(Throwable trouble) {
        if (trouble != null && !inTrouble) {
            LOG.warn("Finished jobs cannot be polled, which is tried again: {}", VideoJobs.unwrapped(trouble).getMessage());
        } else if (trouble == null && inTrouble) {
            LOG.info("Finished jobs can be polled again");
        }
        inTrouble = trouble != null;
    }

    private ScheduledFuture<?> later(Duration delay, Runnable action) {
        try {
            return jobs.after(delay, action);
        } catch (RejectedExecutionException e) {
            return null;
        }
    }

    // handing out

    private void ready(ResultFeed.Result result) {
        boolean kept;
        synchronized (this) {
            // an end that the store does not tell, such as a wait that took too long, is kept for the next request
            kept = !stopped && (!requests.isEmpty() || !result.job().isFinal());
            if (kept) {
                ready.add(result);
            }
        }
        if (kept) {
            handOut();
        } else {
            claims.giveBack(result.stored(), Duration.ZERO);
        }
    }

    private void handOut() {
        ResultFeed.Result result;
        Request request;
        synchronized (this) {
            if (ready.isEmpty() || requests.isEmpty()) {
                return;
            }
            result = ready.poll();
            request = requests.poll();
        }
        claims.deliver(result, (delivered, taken) -> request.answer.complete(new Polled(delivered, taken)),
                () -> notHandedOut(request));
        rest();
    }

    // done when the result was settled, or when it could not be handed out at all
    private void notHandedOut(Request request) {
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
            handOut();
            search();
        } else {
            request.answer.complete(null);
        }
    }

    // between requests

    private void rest() {
        List<ResultFeed.Result> surplus = new ArrayList<>();
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
        surplus.forEach(result -> claims.giveBack(result.stored(), Duration.ZERO));
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
        List<ResultFeed.Result> left;
        synchronized (this) {
            cancel(nextRest);
            nextRest = null;
            left = List.copyOf(ready);
            ready.clear();
        }
        left.forEach(result -> claims.giveBack(result.stored(), Duration.ZERO));
        ResultWait.stopAll(jobs, owner);
    }
}
