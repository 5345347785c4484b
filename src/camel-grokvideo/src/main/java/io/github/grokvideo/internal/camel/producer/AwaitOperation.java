package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.internal.camel.EndpointJobs;
import io.github.grokvideo.internal.camel.message.JobIds;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** {@code await}: waits for a job that was submitted before, and delivers the video. */
final class AwaitOperation implements Operation {

    private final OperationContext context;
    private final Delivery delivery;

    AwaitOperation(OperationContext context) {
        this.context = context;
        this.delivery = new Acknowledging(new VideoDelivery(context), context.results().count(), context.jobs());
        context.results().requireStorable();
        CancelOnAbandon.open(context);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String id = JobIds.read(exchange, context.configuration().getOperation());
        context.refuseWhileStopping(exchange, id);
        context.requireStorable(id);
        ExchangeJob job = ExchangeJobs.of(context, exchange, callback, delivery);
        context.jobs().await(id, JobIds.provider(exchange), CancelOnAbandon.of(context, exchange, job));
        return false;
    }

    /** Delivers results, so that {@code grokvideo:results} does not deliver it as well. */
    private record Acknowledging(Delivery delivery, int requested, EndpointJobs jobs) implements Delivery {

        @Override
        public CompletableFuture<Void> deliver(Exchange exchange, VideoJob job, int most, Consumer<String> warnings) {
            return delivery.deliver(exchange, job, requested, warnings);
        }

        @Override
        public CompletableFuture<Void> delivered(String jobId) {
            return jobs.acknowledge(jobId);
        }
    }
}
