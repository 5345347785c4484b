package io.github.grokvideo.internal.media.download;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import io.github.grokvideo.internal.gateway.http.RequestGate;
import io.github.grokvideo.internal.media.address.AddressGuard;
import io.github.grokvideo.internal.observation.JobObserver;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;

/**
 * What all downloads share.
 *
 * @param client   sends requests; connects only where the guard lets it
 * @param guard    decides where a download may go
 * @param gate     limits the requests in flight
 * @param timer    ends downloads that take too long, and pauses between retries
 * @param blocking runs what may block: host name lookups and file access
 * @param blocks   what has come and is not written yet
 * @param observer is told of downloads
 */
record DownloadResources(CloseableHttpAsyncClient client, AddressGuard guard, RequestGate gate,
        ScheduledExecutorService timer, Executor blocking, BlockPool blocks, JobObserver observer) {
}
