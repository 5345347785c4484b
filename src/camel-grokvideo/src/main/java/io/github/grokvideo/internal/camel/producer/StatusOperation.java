package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.camel.message.JobIds;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** {@code status}: reads a job's status once. */
final class StatusOperation implements Operation {

    private final OperationContext context;

    StatusOperation(OperationContext context) {
        this.context = context;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String id = JobIds.read(exchange, context.configuration().getOperation());
        ExchangeJob job = ExchangeJobs.of(context, exchange, callback, (to, read, most, warnings) -> {
            to.getMessage().setBody(read);
            return CompletableFuture.completedFuture(null);
        });
        job.endWith(context.jobs().read(id, JobIds.provider(exchange), job));
        return false;
    }
}
