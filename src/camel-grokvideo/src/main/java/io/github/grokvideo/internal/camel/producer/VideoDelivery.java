package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;

/** Delivers the videos of jobs. */
record VideoDelivery(OperationContext context) implements Delivery {

    @Override
    public CompletableFuture<Void> deliver(Exchange exchange, VideoJob job, int count, Consumer<String> warnings) {
        String warning = context.requests().shape(exchange).warning(job);
        if (warning != null) {
            warnings.accept(warning);
        }
        return context.results().write(exchange, job, count, warnings);
    }

    @Override
    public boolean isKept(Exchange exchange, VideoJob job) {
        return context.results().isKept(exchange, job);
    }
}
