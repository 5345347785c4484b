package io.github.grokvideo.internal.gateway;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.gateway.response.MediaUrlPolicy;
import io.github.grokvideo.internal.gateway.response.OutputVideos;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.VideoJob;

/**
 * One provider's API. Every method sends one request (two, while the base URL is not settled) and returns at once; the
 * future fails with a {@link CallFailure} and is completed on an I/O thread, which must not be held. Nothing is retried
 * here.
 */
public interface VideoGateway {

    /**
     * Looks at a request without sending anything.
     *
     * @throws io.github.grokvideo.model.InvalidRequestException if the provider cannot do what is asked
     */
    RequestPlan plan(VideoRequest request);

    /**
     * Asks for a video. This is the one request that costs money: any failure that is no {@link CallFailure}, thrown or
     * in the future, counts as one after which nobody knows whether there is a job.
     */
    CompletableFuture<VideoJob> submit(VideoRequest request, Duration timeout);

    /**
     * Reads how a job stands.
     *
     * @param before what is known of it, or {@code null}; an answer that says the same again is the same job
     */
    CompletableFuture<JobReading> read(String jobId, JobReading before, Duration timeout);

    /** Asks to cancel a job. */
    CompletableFuture<Void> cancel(String jobId, Duration timeout);

    /** Asks what a request would cost; no job is made. */
    CompletableFuture<CostEstimate> estimate(VideoRequest request, Duration timeout);

    /** Asks for the secret with which the gateway signs webhooks. */
    CompletableFuture<String> webhookSecret(Duration timeout);

    /** A job as a store kept it, perhaps since an earlier version, with those of its videos that may be handed on. */
    default VideoJob usable(VideoJob stored) {
        return OutputVideos.usable(stored, MediaUrlPolicy.ANY);
    }

    /** Whether the gateway tells of the end of a job by itself. */
    boolean knowsWebhooks();

    /** Whether the same submission sent twice with the same idempotency key names the same job. */
    boolean knowsIdempotencyKeys();

    /** Whether a job can be cancelled. */
    boolean canCancel();

    /** Whether a video can be extended. */
    boolean canExtend();

    /** Whether a request may say what its images are to the video, by the option {@code imageRole}. */
    default boolean knowsImageRoles() {
        return true;
    }

    /** Whose API it is, such as {@code lumenfall}. */
    String provider();

    /** Scheme, host and port; what answers with {@code Retry-After} is asked less by everyone. */
    String authority();
}
