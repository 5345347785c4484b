package io.github.grokvideo.internal.gateway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the requests in flight and queues the others in order. A request in this queue costs some bytes; one in the
 * queue of the HTTP client's pool costs kilobytes.
 */
public final class RequestGate {

    private final int permits;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger pendingRounds = new AtomicInteger();

    public RequestGate(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be at least 1, was " + permits);
        }
        this.permits = permits;
    }

    /**
     * Runs {@code request} now or as soon as a permit is free. It must not block, and {@link #leave} must follow once.
     */
    public void enter(Runnable request) {
        queue.add(request);
        admit();
    }

    /** Returns the permit of a request that ended. */
    public void leave() {
        inFlight.decrementAndGet();
        admit();
    }

    // One thread at a time admits requests. A request that fails at once calls leave() from within enter(); the counter
    // turns that into another round of the loop, where recursion would overflow the stack.
    private void admit() {
        if (pendingRounds.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            Runnable next;
            while (inFlight.get() < permits && (next = queue.poll()) != null) {
                inFlight.incrementAndGet();
                next.run();
            }
            seen = pendingRounds.addAndGet(-seen);
        } while (seen != 0);
    }
}
