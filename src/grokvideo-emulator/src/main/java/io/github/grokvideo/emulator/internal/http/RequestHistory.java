package io.github.grokvideo.emulator.internal.http;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.RequestLog;
import io.github.grokvideo.emulator.internal.Settings;
import io.vertx.core.http.HttpServerRequest;

/** Records requests, up to a number of requests and of body bytes. */
public final class RequestHistory implements RequestLog {

    private static final Set<String> SECRET_HEADERS = Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");

    private final Settings settings;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
    private long bytes;

    public RequestHistory(Settings settings) {
        this.settings = settings;
    }

    /** @param api {@code null} for a download */
    public void record(HttpServerRequest request, Api api, Operation operation, byte[] body) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(header -> headers.computeIfAbsent(header.getKey(), any -> new ArrayList<>())
                .add(settings.record && isSecret(header.getKey()) ? "[removed]" : header.getValue()));
        add(new RecordedRequest(
                api, operation, request.method().name(), request.path(), request.query(), headers, body,
                settings.clock.instant()));
    }

    /** While recording, clients may send real keys, and {@code /admin} shows requests to everybody on this machine. */
    private static boolean isSecret(String header) {
        return SECRET_HEADERS.contains(header.toLowerCase(Locale.ROOT));
    }

    private synchronized void add(RecordedRequest request) {
        requests.addLast(request);
        counts.merge(request.operation(), 1L, Long::sum);
        bytes += request.bodyLength();
        while (requests.size() > settings.maxRecordedRequests || bytes > settings.maxRecordedBytes && requests.size() > 1) {
            bytes -= requests.removeFirst().bodyLength();
        }
    }

    @Override
    public synchronized List<RecordedRequest> all() {
        return new ArrayList<>(requests);
    }

    @Override
    public synchronized List<RecordedRequest> of(Operation operation) {
        return requests.stream().filter(request -> request.operation() == operation).toList();
    }

    @Override
    public synchronized List<RecordedRequest> of(Api api) {
        return requests.stream().filter(request -> request.api() == api).toList();
    }

    @Override
    public synchronized RecordedRequest last() {
        return requests.getLast();
    }

    @Override
    public synchronized long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public synchronized long count(Operation operation) {
        return counts.getOrDefault(operation, 0L);
    }

    @Override
    public synchronized void clear() {
        requests.clear();
        counts.clear();
        bytes = 0;
    }
}
