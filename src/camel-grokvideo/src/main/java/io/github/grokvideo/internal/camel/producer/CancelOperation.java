package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.message.JobIds;
import io.github.grokvideo.model.JobStatus;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** {@code cancel}: cancels a job at the gateway. */
final class CancelOperation implements Operation {

    private final OperationContext context;

    CancelOperation(OperationContext context) {
        this.context = context;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String id = JobIds.read(exchange, context.configuration().getOperation());
        CompletableFuture<Void> cancelled = context.jobs().cancel(id, JobIds.provider(exchange), context.origin(exchange));
        context.end(exchange, callback, cancelled, nothing -> {
            Message message = exchange.getMessage();
            message.setHeader(GrokVideoConstants.JOB_ID, id);
            message.setHeader(GrokVideoConstants.STATUS, JobStatus.CANCELLED.name());
        });
        return false;
    }
}
