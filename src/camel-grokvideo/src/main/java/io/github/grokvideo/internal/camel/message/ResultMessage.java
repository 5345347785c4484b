package io.github.grokvideo.internal.camel.message;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoEndpoint;
import io.github.grokvideo.internal.camel.producer.GrokVideoProducer;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.results.JobResult;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes a delivered result into an exchange. */
public final class ResultMessage {

    private final ResultWriter writer;
    private final VideoGateway gateway;
    private final JobSettings settings;

    public ResultMessage(GrokVideoEndpoint endpoint) {
        this.writer = new ResultWriter(endpoint.getComponent(), endpoint.getConfiguration());
        this.gateway = endpoint.gateway();
        this.settings = endpoint.jobSettings();
    }

    /** @throws IllegalArgumentException if videos cannot be stored where the options say */
    public void checkStorable() {
        String trouble = writer.cannotStore();
        if (trouble != null) {
            throw new IllegalArgumentException(trouble);
        }
    }

    /**
     * Writes headers and body; a job without a video becomes a message that says why.
     *
     * @return done when it is written; fails if the result should be delivered again
     */
    public CompletableFuture<Void> write(Exchange exchange, JobResult result) {
        Message message = exchange.getMessage();
        VideoJob job = result.job().withAtMost(writer.mostVideos());
        ResultWriter.headers(message, job);
        message.setHeader(GrokVideoConstants.REQUEST_KEY, result.stored().key().key());
        message.setHeader(GrokVideoConstants.DELIVERY, result.delivery());
        if (result.failure() != null) {
            failed(exchange, job, result.failure());
            GrokVideoProducer.tellWarnings(message, job.warnings());
            return CompletableFuture.completedFuture(null);
        }
        List<String> warnings = new ArrayList<>(job.warnings());
        return writer.body(exchange, job, writer.form(), 1, gateway, settings, warnings::add)
                .handle((nothing, thrown) -> {
                    if (thrown != null) {
                        GrokVideoException failure = GrokVideoProducer.asException(thrown);
                        if (failure.isRetryable()) {
                            throw failure;
                        }
                        failed(exchange, job, failure);
                    }
                    GrokVideoProducer.tellWarnings(message, warnings);
                    return null;
                });
    }

    private static void failed(Exchange exchange, VideoJob job, GrokVideoException failure) {
        Message message = exchange.getMessage();
        message.setBody(job);
        message.setHeader(GrokVideoConstants.ERROR_MESSAGE, failure.getMessage());
        if (failure.getCode() != null) {
            message.setHeader(GrokVideoConstants.ERROR_CODE, UntrustedText.sanitize(failure.getCode(), 100));
        }
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    }
}
