package io.github.grokvideo.internal.camel.producer;

import java.util.List;

import io.github.grokvideo.internal.job.VideoJobs;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * {@code generate} and {@code extend}: submits a request, waits for the video, and delivers it. The two differ only in
 * what the request says of the input video.
 */
final class GenerateOperation extends SubmittingOperation {

    private final OperationContext context;
    private final Delivery delivery;

    GenerateOperation(OperationContext context) {
        super(context);
        this.context = context;
        this.delivery = new VideoDelivery(context);
        context.results().requireStorable();
        CancelOnAbandon.open(context);
    }

    @Override
    void checkBeforeSubmission() {
        context.requireStorable(null);
    }

    @Override
    boolean isForResults() {
        return false;
    }

    @Override
    void submit(Exchange exchange, AsyncCallback callback, Submission submission, List<VideoJobs.Part> parts) {
        ExchangeJob job = ExchangeJobs.of(context, exchange, callback, submission, delivery);
        context.jobs().generate(submission.plans(), parts, CancelOnAbandon.of(context, exchange, job));
    }
}
