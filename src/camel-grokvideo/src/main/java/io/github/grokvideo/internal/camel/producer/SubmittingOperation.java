package io.github.grokvideo.internal.camel.producer;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.GrokVideoException;
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
    private volatile PendingJob.Step lastStep;

    SubmittingOperation(OperationContext context) {
        this.context = context;
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
                    null, context.requests().count(exchange), redelivered, List.of(), List.of()));
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
                request, request.count(), resumed ? started : pending(step, request, fingerprint, plans), plans, warnings);
        // a redelivery may go to another provider, which may be dearer
        boolean checked = resumed && plans.size() == 1;
        if (context.configuration().getMaxCost() == null || checked) {
            submit(exchange, callback, submission);
        } else {
            submitBelowLimit(exchange, callback, submission);
        }
        return false;
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
        boolean recorded = isForResults() || named || isReusable(request) || context.jobs().isStorePersistent();
        return PendingJob.start(step, fingerprint, key, recorded, jobs);
    }

    private boolean isReusable(VideoRequest request) {
        return context.configuration().isReuse() && !isForResults() && request.idempotencyKey() == null;
    }

    // the cost limit, which holds for every provider that the request may go to

    private void submitBelowLimit(Exchange exchange, AsyncCallback callback, Submission submission) {
        List<CompletableFuture<CostEstimate>> estimates = submission.plans().stream()
                .map(plan -> context.jobs().estimate(plan, submission.request())).toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(estimates.toArray(CompletableFuture[]::new));
        if (all.isDone() && !all.isCompletedExceptionally()) {
            submit(exchange, callback, belowLimit(submission, estimates));
            return;
        }
        all.whenCompleteAsync((nothing, anyFailure) -> {
            try {
                submit(exchange, callback, belowLimit(submission, estimates));
            } catch (Throwable e) {
                // also an Error must not leave the exchange without an end
                exchange.setException(Failures.asException(e, null));
                callback.done(false);
            }
        }, context.runtime().routes());
    }

    // without those that would be too dear, or cannot say; if there is none left, with the reason of the first
    private Submission belowLimit(Submission submission, List<CompletableFuture<CostEstimate>> estimates) {
        List<ProviderPlan> within = new ArrayList<>();
        List<String> warnings = new ArrayList<>(submission.warnings());
        GrokVideoException first = null;
        for (int i = 0; i < estimates.size(); i++) {
            ProviderPlan plan = submission.plans().get(i);
            try {
                CostEstimate estimate = estimates.get(i).join();
                requireBelowLimit(estimate);
                within.add(plan.withEstimate(estimate));
            } catch (RuntimeException e) {
                GrokVideoException failure = Failures.asException(Failures.unwrap(e), null);
                first = first == null ? failure : first;
                warnings.add(plan.provider() + " is not tried: " + failure.getMessage());
            }
        }
        if (within.isEmpty()) {
            throw first;
        }
        return submission.with(within, warnings);
    }

    private void requireBelowLimit(CostEstimate estimate) {
        BigDecimal limit = BigDecimal.valueOf(context.configuration().getMaxCost());
        if (estimate.cost().amount().compareTo(limit) > 0) {
            throw new CostLimitException(
                    GrokVideoException.because(
                            "The request would cost " + estimate.cost().amount().toPlainString() + " "
                                               + estimate.cost().currency() + ", more than maxCost=" + limit.toPlainString()
                                               + "; nothing was submitted"));
        }
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
                            ? new SubmissionRecord(key, pending.fingerprintText(), isForResults(), prompt, reuseWithin) : null,
                    part.provider()));
        }
        return parts;
    }
}
