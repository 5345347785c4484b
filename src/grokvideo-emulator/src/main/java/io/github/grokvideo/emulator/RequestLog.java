package io.github.grokvideo.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The requests that arrived, the oldest first, recorded before anything else is done with them. The newest are kept, up
 * to the number of requests and of body bytes the emulator was built with; {@link #count} counts all. Thread-safe.
 */
public final class RequestLog {

    private final int maxRequests;
    private final long maxBytes;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
    private long bytes;

    RequestLog(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    synchronized void add(RecordedRequest request) {
        requests.addLast(request);
        counts.merge(request.operation(), 1L, Long::sum);
        bytes += request.bodyLength();
        while (requests.size() > maxRequests || bytes > maxBytes && requests.size() > 1) {
            bytes -= requests.removeFirst().bodyLength();
        }
    }

    /** All requests. */
    public synchronized List<RecordedRequest> all() {
        return new ArrayList<>(requests);
    }

    /** The requests that asked for one operation. */
    public synchronized List<RecordedRequest> of(Operation operation) {
        return requests.stream().filter(request -> request.operation() == operation).toList();
    }

    /** The requests that came to one API. */
    public synchronized List<RecordedRequest> of(Api api) {
        return requests.stream().filter(request -> request.api() == api).toList();
    }

    /** The submissions to either API, without dry runs. */
    public List<RecordedRequest> create() {
        return of(Operation.CREATE);
    }

    /** {@code POST /videos?dryRun=true}. */
    public List<RecordedRequest> estimate() {
        return of(Operation.ESTIMATE);
    }

    /** {@code GET /videos/{id}}. */
    public List<RecordedRequest> get() {
        return of(Operation.GET);
    }

    /** {@code DELETE /videos/{id}}. */
    public List<RecordedRequest> cancel() {
        return of(Operation.CANCEL);
    }

    /**
     * The newest request.
     *
     * @throws NoSuchElementException if there is none
     */
    public synchronized RecordedRequest last() {
        return requests.getLast();
    }

    /** How many requests arrived since the start or the last {@link #clear}, those no longer kept included. */
    public synchronized long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** {@link #count()} of one operation. */
    public synchronized long count(Operation operation) {
        return counts.getOrDefault(operation, 0L);
    }

    /** Forgets all requests. */
    public synchronized void clear() {
        requests.clear();
        counts.clear();
        bytes = 0;
    }
}
