package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.internal.camel.message.RequestedShape;
import io.github.grokvideo.internal.camel.message.ResultWriter;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;

/**
 * Delivers the videos of a job.
 *
 * @param shape what the message requested
 * @param count how many videos were requested
 */
record VideoDelivery(ResultWriter results, Exchange exchange, RequestedShape shape, int count) implements Delivery {

    static VideoDelivery of(OperationContext context, Exchange exchange, int count) {
        return new VideoDelivery(context.results(), exchange, context.requests().shape(exchange), count);
    }

    @Override
    public CompletableFuture<Void> deliver(VideoJob job, Consumer<String> warnings) {
        String warning = shape.warning(job);
        if (warning != null) {
            warnings.accept(warning);
        }
        return results.write(exchange, job, count, warnings);
    }
}
