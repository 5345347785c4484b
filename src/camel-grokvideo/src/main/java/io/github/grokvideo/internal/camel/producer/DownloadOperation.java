package io.github.grokvideo.internal.camel.producer;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.internal.camel.message.JobIds;
import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** {@code download}: downloads the video of a finished job. */
final class DownloadOperation implements Operation {

    private final OperationContext context;

    DownloadOperation(OperationContext context) {
        this.context = context;
        context.results().requireStorable();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String id = JobIds.read(exchange, context.configuration().getOperation());
        context.requireStorable(id);
        ExchangeJob job = ExchangeJobs.of(
                context, exchange, callback, (to, read, most, warnings) -> deliver(to, id, read, warnings));
        job.endWith(context.jobs().read(id, JobIds.provider(exchange), job));
        return false;
    }

    private CompletableFuture<Void> deliver(Exchange exchange, String id, VideoJob job, Consumer<String> warnings) {
        if (!job.isFinal()) {
            return CompletableFuture.failedFuture(new DownloadException(
                    GrokVideoException.because("There is no video yet; the job is " + job.status()).jobId(id).retryable(true)));
        }
        if (job.status() != JobStatus.COMPLETED) {
            return CompletableFuture.failedFuture(GatewayErrors.ended(job));
        }
        return context.results().write(exchange, job, context.results().count(), warnings);
    }
}
