package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;

/** How exchanges get the results of their jobs. */
@FunctionalInterface
interface Delivery {

    /**
     * Writes the result into the exchange.
     *
     * @param count    how many videos were requested
     * @param warnings receives what is missing or different
     */
    CompletableFuture<Void> deliver(Exchange exchange, VideoJob job, int count, Consumer<String> warnings);

    /** Whether the video of a job that has finished before is kept here, so that it need not be downloaded again. */
    default boolean isKept(Exchange exchange, VideoJob job) {
        return false;
    }

    /**
     * The result, or the failure of the job, is in the exchange. The exchange continues when this is done, which must
     * not fail.
     */
    default CompletableFuture<Void> delivered(String jobId) {
        return CompletableFuture.completedFuture(null);
    }
}
