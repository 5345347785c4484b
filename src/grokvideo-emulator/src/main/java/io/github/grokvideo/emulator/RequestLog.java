package io.github.grokvideo.emulator;

import java.util.List;
import java.util.NoSuchElementException;

/**
 * The requests that arrived, the oldest first; each is recorded before it is processed. The newest are kept, up to
 * {@link EmulatorOptions#maxRecordedRequests}; {@link #count} counts all. Thread-safe.
 */
public interface RequestLog {

    /** Returns all requests. */
    List<RecordedRequest> all();

    /** Returns the requests for one operation. */
    List<RecordedRequest> of(Operation operation);

    /** Returns the requests to one API. */
    List<RecordedRequest> of(Api api);

    /** Returns the submissions to either API, without dry runs. */
    default List<RecordedRequest> create() {
        return of(Operation.CREATE);
    }

    /** Returns the dry runs, {@code POST /videos?dryRun=true}. */
    default List<RecordedRequest> estimate() {
        return of(Operation.ESTIMATE);
    }

    /** Returns the status requests, {@code GET /videos/{id}}. */
    default List<RecordedRequest> get() {
        return of(Operation.GET);
    }

    /** Returns the cancellations, {@code DELETE /videos/{id}}. */
    default List<RecordedRequest> cancel() {
        return of(Operation.CANCEL);
    }

    /**
     * Returns the newest request.
     *
     * @throws NoSuchElementException if there is none
     */
    RecordedRequest last();

    /** Returns the number of requests since the start or the last {@link #clear}, including those no longer kept. */
    long count();

    /** Returns {@link #count()} for one operation. */
    long count(Operation operation);

    /** Drops all requests. */
    void clear();
}
