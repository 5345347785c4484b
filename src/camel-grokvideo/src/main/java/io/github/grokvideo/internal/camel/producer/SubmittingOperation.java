package io.github.grokvideo.internal.camel.producer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.internal.camel.ProviderPlan;
import io.github.grokvideo.internal.camel.message.ResultHeaders;
import io.github.grokvideo.internal.job.Failures;
import io.github.grokvideo.internal.job.SubmissionRecord;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.request.ContentKey;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all operations that submit have in common: they read the request, keep it below the cost limit, and submit it
 * once, whatever is redelivered.
 */
abstract sealed class SubmittingOperation implements Operation permits GenerateOperation, SubmitOperation {

    private static final Logger LOG = LoggerFactory.getLogger(SubmittingOperation.class);

    private final OperationContext context;
    private final SubmissionCost cost;
    private volatile PendingJob.Step lastStep;

    SubmittingOperation(OperationContext context) {
        this.context = context;
        this.cost = new SubmissionCost(context);
    }

    /** Checks what can be checked before the request is read. */
    abstract void checkBeforeSubmission();

    /** Whether {@code grokvideo:results} delivers what becomes of the jobs. */
    abstract boolean isForResults();

    /** Submits the parts that have no job yet, and resumes those that have one. */
    abstract void submit(Exchange exchange, AsyncCallback callback, Submission submission, List<VideoJobs.Part> parts);

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        PendingJob.Step step = step(exchange);
        PendingJob redelivered = PendingJob.of(exchange, step, null);
        if (redelivered != null && redelivered.isSubmitted()) {
            // the request is not needed again, and perhaps could not be read again
            submit(exchange, callback, new Submission(
                    null, context.requests().count(exchange), redelivered, List.of(), Map.of(), List.of()));
            return false;
        }
        checkBeforeSubmission();
        List<String> warnings = new ArrayList<>();
        VideoRequest request = context.requests().read(exchange, warnings);
        List<ProviderPlan> plans = context.jobs().plan(request);
        if (!context.jobs().areSeveral()) {
            warnings.addAll(plans.get(0).plan().warnings());
        }
        String fingerprint = request.fingerprint();
        PendingJob started = PendingJob.of(exchange, step, fingerprint);
        boolean resumed = started != null && started.isOf(fingerprint);
        Submission submission = new Submission(
                request, request.count(), resumed ? started : pending(step, request, fingerprint, plans), plans, Map.of(),
                warnings);
        // what was given back is to be reserved again
        CompletableFuture<Submission> known = cost.of(exchange, submission, resumed);
        if (known.isDone() && !known.isCompletedExceptionally()) {
            submit(exchange, callback, known.join());
        } else {
            submitWhenKnown(exchange, callback, known);
        }
        return false;
    }

    private void submitWhenKnown(Exchange exchange, AsyncCallback callback, CompletableFuture<Submission> known) {
        known.whenCompleteAsync((submission, thrown) -> {
            try {
                if (thrown != null) {
                    throw thrown;
                }
                submit(exchange, callback, submission);
            } catch (Throwable e) {
                // also an Error must not leave the exchange without an end
                exchange.setException(Failures.asException(e, null));
                callback.done(false);
            }
        }, context.runtime().routes());
    }

    // one for all exchanges that wait in it
    private PendingJob.Step step(Exchange exchange) {
        PendingJob.Step here = PendingJob.Step.of(exchange, context.endpoint().getEndpointUri());
        if (!here.equals(lastStep)) {
            lastStep = here;
            return here;
        }
        return lastStep;
    }

    private PendingJob pending(PendingJob.Step step, VideoRequest request, String fingerprint, List<ProviderPlan> plans) {
        // where one provider needs a job for each video, each is submitted alone, to whichever
        int jobs = plans.stream().mapToInt(plan -> plan.plan().jobs()).max().orElse(1);
        boolean named = request.idempotencyKey() != null;
        String key = named
                ? request.idempotencyKey()
                : isReusable(request) ? ContentKey.of(request, context.jobs().accounts()) : UUID.randomUUID().toString();
        boolean recorded = isForResults() || named || isReusable(request) || cost.isBudgeted()
                || context.jobs().isStorePersistent();
        return PendingJob.start(step, fingerprint, key, recorded, jobs);
    }

    private boolean isReusable(VideoRequest request) {
        return context.configuration().isReuse() && !isForResults() && request.idempotencyKey() == null;
    }

    // the submission

    private void submit(Exchange exchange, AsyncCallback callback, Submission submission) {
        ResultHeaders.clear(exchange.getMessage());
        PendingJob pending = submission.pending();
        List<String> known = pending.jobIds();
        context.refuseWhileStopping(exchange, known.isEmpty() ? null : known.get(0));
        CostEstimate estimate = submission.plans().isEmpty() ? null : submission.plans().get(0).plan().estimate();
        if (estimate != null) {
            // until the gateway names the final figure
            ResultHeaders.writeCost(exchange.getMessage(), estimate.cost());
        }
        if (!known.isEmpty()) {
            LOG.debug("Exchange {} resumes {}", exchange.getExchangeId(), known);
        }
        submit(exchange, callback, submission, parts(submission));
    }

    private List<VideoJobs.Part> parts(Submission submission) {
        PendingJob pending = submission.pending();
        VideoRequest request = submission.request();
        if (request != null && context.jobs().areSeveral() && pending.parts().size() > 1) {
            request = request.ofOneVideo();
        }
        Duration reuseWithin = submission.request() != null && isReusable(submission.request())
                ? Duration.ofMillis(context.configuration().getReuseWithin()) : null;
        String prompt = request == null || !context.configuration().isStorePrompt() ? null : request.prompt();
        List<VideoJobs.Part> parts = new ArrayList<>();
        for (PendingJob.Part part : pending.parts()) {
            String suffix = pending.parts().size() == 1 ? "" : "-" + (parts.size() + 1);
            String key = pending.idempotencyKey() == null ? null : pending.idempotencyKey() + suffix;
            parts.add(new VideoJobs.Part(
                    request == null ? null : request.withIdempotencyKey(key), part.jobId(), part.maybeSubmitted(),
                    pending.recorded()
                            ? new SubmissionRecord(
                                    key, pending.fingerprintText(), isForResults(), prompt, reuseWithin, submission.spending())
                            : null,
                    part.provider()));
        }
        return parts;
    }
}
