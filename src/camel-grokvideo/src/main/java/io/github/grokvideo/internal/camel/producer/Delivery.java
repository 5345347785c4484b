package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.model.VideoJob;

/** How an exchange gets the result of its job. */
@FunctionalInterface
interface Delivery {

    /**
     * Writes the result into the exchange.
     *
     * @param warnings receives what is missing or different
     */
    CompletableFuture<Void> deliver(VideoJob job, Consumer<String> warnings);

    /**
     * The result, or the failure of the job, is in the exchange. The exchange continues when this is done, which must
     * not fail.
     */
    default CompletableFuture<Void> delivered(String jobId) {
        return CompletableFuture.completedFuture(null);
    }
}
