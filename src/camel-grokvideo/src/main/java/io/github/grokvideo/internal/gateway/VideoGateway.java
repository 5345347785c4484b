package io.github.grokvideo.internal.gateway;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.response.MediaUrlPolicy;
import io.github.grokvideo.internal.gateway.response.OutputVideos;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.VideoJob;

/**
 * The API of a provider: the interface to implement for a new one. Every method sends one request (two, while the base
 * URL is not settled) and returns at once; the future fails with a {@link CallFailure} and is completed on an I/O
 * thread, which must not be blocked. Nothing is retried here.
 */
public interface VideoGateway {

    /**
     * Plans a request without sending anything.
     *
     * @throws io.github.grokvideo.model.InvalidRequestException if the provider does not support it
     */
    RequestPlan plan(VideoRequest request);

    /**
     * Submits a job. This is the one request that costs money: after any failure other than a {@link CallFailure},
     * thrown or in the future, it is unknown whether there is a job.
     */
    CompletableFuture<VideoJob> submit(VideoRequest request, Duration timeout);

    /**
     * Reads a job.
     *
     * @param before the last reading, or {@code null}; an identical response is the same job
     */
    CompletableFuture<JobReading> read(String jobId, JobReading before, Duration timeout);

    /** Cancels a job. */
    CompletableFuture<Void> cancel(String jobId, Duration timeout);

    /** Estimates the cost of a request; no job is created. */
    CompletableFuture<CostEstimate> estimate(VideoRequest request, Duration timeout);

    /** Reads the secret with which the gateway signs webhooks. */
    CompletableFuture<String> webhookSecret(Duration timeout);

    /** A stored job, perhaps of an earlier version, with those of its videos that may be delivered. */
    default VideoJob usable(VideoJob stored) {
        return OutputVideos.usable(stored, MediaUrlPolicy.ANY);
    }

    /** Whether the gateway sends webhooks. */
    boolean knowsWebhooks();

    /** Whether a submission that is repeated with the same idempotency key returns the same job. */
    boolean knowsIdempotencyKeys();

    /** Whether a job can be cancelled. */
    boolean canCancel();

    /** Whether a video can be extended. */
    boolean canExtend();

    /** Whether a request may say what its images are to the video, by the option {@code imageRole}. */
    default boolean knowsImageRoles() {
        return true;
    }

    /** The name of the provider, such as {@code lumenfall}. */
    String provider();

    /** Tells apart accounts at the same gateway, without revealing the API key. */
    default String account() {
        return "";
    }

    /** Scheme, host and port; a {@code Retry-After} from there applies to all jobs. */
    String authority();
}
