package io.github.grokvideo.internal.camel.producer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** {@code submit}: submits a request and returns the job's id; {@code grokvideo:results} delivers the video. */
final class SubmitOperation extends SubmittingOperation {

    private final OperationContext context;

    SubmitOperation(OperationContext context) {
        super(context);
        this.context = context;
    }

    @Override
    void checkBeforeSubmission() {
        // nothing is stored here
    }

    @Override
    boolean isForResults() {
        return true;
    }

    @Override
    void submit(Exchange exchange, AsyncCallback callback, Submission submission, List<VideoJobs.Part> parts) {
        context.jobs().submit(submission.plans(), parts,
                ExchangeJobs.of(context, exchange, callback, submission, this::writeId));
    }

    private CompletableFuture<Void> writeId(Exchange exchange, VideoJob job, int count, Consumer<String> warnings) {
        List<String> ids = job.parts().stream().map(VideoJob::id).toList();
        exchange.getMessage().setBody(
                context.configuration().getOutput() == GrokVideoOutput.job ? job : ids.isEmpty() ? job.id() : ids);
        return CompletableFuture.completedFuture(null);
    }
}
