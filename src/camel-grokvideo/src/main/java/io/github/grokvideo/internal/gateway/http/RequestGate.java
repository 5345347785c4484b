package io.github.grokvideo.internal.gateway.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets so many requests through at once and keeps the others in line, in order. A request waiting here costs some
 * bytes; one waiting inside the HTTP client's pool costs kilobytes.
 */
public final class RequestGate {

    private final int permits;
    private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger turns = new AtomicInteger();

    public RequestGate(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be at least 1, was " + permits);
        }
        this.permits = permits;
    }

    /** Runs {@code request} now or when it is its turn. It must not block, and {@link #leave} must follow once. */
    public void enter(Runnable request) {
        line.add(request);
        letIn();
    }

    /** Says that a request is over. */
    public void leave() {
        inside.decrementAndGet();
        letIn();
    }

    // One thread at a time hands out turns. A request that fails on the spot leaves from within enter(); the counter
    // turns that into another round of the loop where a recursion would overflow the stack.
    private void letIn() {
        if (turns.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            Runnable next;
            while (inside.get() < permits && (next = line.poll()) != null) {
                inside.incrementAndGet();
                next.run();
            }
            seen = turns.addAndGet(-seen);
        } while (seen != 0);
    }
}
