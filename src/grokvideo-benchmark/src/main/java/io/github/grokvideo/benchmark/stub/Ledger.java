package io.github.grokvideo.benchmark.stub;

import java.util.List;

/**
 * What the stub was asked since it was last {@linkplain StubClient#reset reset}.
 *
 * @param billed           jobs that were accepted
 * @param submissions      POST requests
 * @param statusRequests   GET requests for a job, refused ones included
 * @param tooMany          those of them that were answered 429
 * @param statusPerSecond  {@code statusRequests} by second since the first of them
 * @param tooManyPerSecond {@code tooMany} by second since the first of {@code statusRequests}
 * @param longest          the longest duration of an accepted job, in milliseconds
 * @param openConnections  connections that stand now
 * @param mostConnections  the most that stood at once
 */
public record Ledger(
        int billed, int submissions, long statusRequests, long tooMany, List<Integer> statusPerSecond,
        List<Integer> tooManyPerSecond, double longest, int openConnections, int mostConnections,
        int newConnections) {
}
