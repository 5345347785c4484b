package io.github.grokvideo.internal.camel.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.EndpointJobs;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.results.JobResult;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes a result that is consumed into an exchange: headers, and the videos or the failure. */
public final class ResultMessage {

    private final ResultWriter writer;

    /** @throws IllegalArgumentException if videos cannot be stored where the options say */
    public ResultMessage(GrokVideoConfiguration configuration, GrokVideoRuntime runtime, EndpointJobs jobs) {
        this.writer = new ResultWriter(configuration, runtime, jobs);
        writer.requireStorable();
    }

    /**
     * Writes headers and body; a job without a video becomes a message that says why.
     *
     * @return done when it is written; fails if the result should be delivered again
     */
    public CompletableFuture<Void> write(Exchange exchange, JobResult result) {
        Message message = exchange.getMessage();
        VideoJob job = result.job().withAtMost(writer.maxVideos());
        ResultHeaders.write(message, job);
        message.setHeader(GrokVideoConstants.PROVIDER, result.stored().key().provider());
        message.setHeader(GrokVideoConstants.REQUEST_KEY, result.stored().key().key());
        message.setHeader(GrokVideoConstants.DELIVERY, result.delivery());
        if (result.failure() != null) {
            writeFailure(exchange, job, result.failure());
            ResultHeaders.writeWarnings(message, job.warnings());
            return CompletableFuture.completedFuture(null);
        }
        List<String> warnings = new ArrayList<>(job.warnings());
        return writer.write(exchange, job, 1, warnings::add)
                .handle((nothing, thrown) -> {
                    if (thrown != null) {
                        GrokVideoException failure = Failures.asException(thrown, null);
                        if (failure.isRetryable()) {
                            throw failure;
                        }
                        writeFailure(exchange, job, failure);
                    }
                    ResultHeaders.writeWarnings(message, warnings);
                    return null;
                });
    }

    private static void writeFailure(Exchange exchange, VideoJob job, GrokVideoException failure) {
        Message message = exchange.getMessage();
        message.setBody(job);
        message.setHeader(GrokVideoConstants.ERROR_MESSAGE, failure.getMessage());
        if (failure.getCode() != null) {
            message.setHeader(GrokVideoConstants.ERROR_CODE, UntrustedText.sanitize(failure.getCode(), 100));
        }
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    }
}
