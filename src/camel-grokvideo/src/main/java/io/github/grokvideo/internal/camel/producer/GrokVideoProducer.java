package io.github.grokvideo.internal.camel.producer;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoEndpoint;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.internal.camel.GrokVideoHealthCheck;
import io.github.grokvideo.internal.camel.message.AskedShape;
import io.github.grokvideo.internal.camel.message.RequestReader;
import io.github.grokvideo.internal.camel.message.ResultWriter;
import io.github.grokvideo.internal.camel.webhook.WebhookReceiver;
import io.github.grokvideo.internal.gateway.GatewayErrors;
import io.github.grokvideo.internal.gateway.RequestPlan;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.SubmissionRecord;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes exchanges, and ends each when its operation is done. Holds no thread meanwhile. */
public class GrokVideoProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(GrokVideoProducer.class);

    private final GrokVideoEndpoint endpoint;
    private final GrokVideoConfiguration configuration;
    private VideoGateway gateway;
    private JobSettings settings;
    private RequestReader requests;
    private ResultWriter results;
    private WebhookReceiver webhooks;
    private GrokVideoHealthCheck healthCheck;
    private WritableHealthCheckRepository healthChecks;

    public GrokVideoProducer(GrokVideoEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.configuration = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        gateway = endpoint.gateway();
        settings = endpoint.jobSettings();
        String progressUri = configuration.getProgressUri();
        if (progressUri != null && !progressUri.isBlank()) {
            try {
                endpoint.getCamelContext().getEndpoint(progressUri);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "Option progressUri: '" + URISupport.sanitizeUri(progressUri) + "' is not an endpoint: "
                                                   + e.getMessage(),
                        e);
            }
        }
        requests = new RequestReader(getEndpoint().getCamelContext(), configuration);
        results = new ResultWriter(endpoint.getComponent(), configuration);
        if (isDelivering()) {
            String trouble = results.cannotStore();
            if (trouble != null) {
                throw new IllegalArgumentException(trouble);
            }
        }
        webhooks = configuration.getOperation() == GrokVideoOperation.webhook
                ? endpoint.getComponent().webhooks(configuration)
                : null;
        registerHealthCheck();
    }

    @Override
    protected void doStop() throws Exception {
        if (healthChecks != null && healthCheck != null) {
            healthChecks.removeHealthCheck(healthCheck);
            healthCheck = null;
        }
        super.doStop();
    }

    private void registerHealthCheck() {
        healthChecks = HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "producers", WritableHealthCheckRepository.class);
        if (healthChecks != null) {
            healthCheck
                    = new GrokVideoHealthCheck(endpoint, getClass().getSimpleName() + "-" + Integer.toHexString(hashCode()));
            healthChecks.addHealthCheck(healthCheck);
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            switch (configuration.getOperation()) {
                case generate, submit, extend -> make(exchange, callback);
                case await -> await(exchange, callback);
                case status -> status(exchange, callback);
                case cancel -> cancel(exchange, callback);
                case download -> download(exchange, callback);
                case estimate -> estimate(exchange, callback);
                case settle -> settle(exchange, callback);
                case webhook -> {
                    return webhooks.process(exchange, callback);
                }
                case results -> throw new IllegalStateException("grokvideo:results is consumed from");
            }
            return false;
        } catch (Exception | Error e) {
            if (e instanceof GrokVideoException failure && failure.getJobId() != null) {
                exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, failure.getJobId());
            }
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private boolean isDelivering() {
        return switch (configuration.getOperation()) {
            case generate, extend, await, download -> true;
            default -> false;
        };
    }

    // what is made is paid for: whether it can be stored is found out before
    private void storable(String jobId) {
        String trouble = isDelivering() ? results.cannotStore() : null;
        if (trouble != null) {
            throw new InvalidRequestException(
                    GrokVideoException.because(trouble + (jobId == null ? "; nothing was submitted" : "")).jobId(jobId));
        }
    }

    private void make(Exchange exchange, AsyncCallback callback) {
        PendingJob.Step step = PendingJob.Step.of(exchange, endpoint.getEndpointUri());
        PendingJob begun = PendingJob.of(exchange, step, null);
        if (begun != null && begun.isSubmitted()) {
            // the request is not needed again, and perhaps could not be read again
            run(exchange, callback, begun, null, requests.count(exchange), null, List.of());
            return;
        }
        storable(null);
        List<String> warnings = new ArrayList<>();
        VideoRequest request = requests.read(exchange, warnings);
        RequestPlan plan = gateway.plan(request);
        warnings.addAll(plan.warnings());
        String fingerprint = request.fingerprint();
        begun = PendingJob.of(exchange, step, fingerprint);
        if (begun != null && begun.fingerprint().equals(fingerprint)) {
            run(exchange, callback, begun, request, request.count(), plan.estimate(), warnings);
            return;
        }
        boolean named = request.idempotencyKey() != null;
        String key = named ? request.idempotencyKey() : UUID.randomUUID().toString();
        PendingJob pending = PendingJob.begin(step, fingerprint, key, named, plan.jobs());
        if (configuration.getMaxCost() == null) {
            run(exchange, callback, pending, request, request.count(), plan.estimate(), warnings);
            return;
        }
        finish(exchange, callback, estimated(request, plan), estimate -> {
            costLimit(estimate);
            run(exchange, callback, pending, request, request.count(), estimate, warnings);
        }, false);
    }

    private CompletableFuture<CostEstimate> estimated(VideoRequest request, RequestPlan plan) {
        return plan.estimate() != null
                ? CompletableFuture.completedFuture(plan.estimate())
                : endpoint.getComponent().jobs().estimate(gateway, request, settings);
    }

    private void costLimit(CostEstimate estimate) {
        BigDecimal limit = BigDecimal.valueOf(configuration.getMaxCost());
        if (estimate.cost().amount().compareTo(limit) > 0) {
            throw new CostLimitException(
                    GrokVideoException.because(
                            "The request would cost " + estimate.cost().amount().toPlainString() + " "
                                               + estimate.cost().currency() + ", more than maxCost=" + limit.toPlainString()
                                               + "; nothing was submitted"));
        }
    }

    // submits what is not submitted yet, takes up what is
    private void run(
            Exchange exchange, AsyncCallback callback, PendingJob pending, VideoRequest request, int count,
            CostEstimate estimate, List<String> warnings) {
        ResultWriter.clear(exchange.getMessage());
        List<String> known = pending.jobIds();
        refuseWhileStopping(exchange, known.isEmpty() ? null : known.get(0));
        if (estimate != null) {
            // until the gateway names the final figure
            ResultWriter.cost(exchange.getMessage(), estimate.cost());
        }
        if (!known.isEmpty()) {
            LOG.debug("Exchange {} takes up {}", exchange.getExchangeId(), known);
        }
        pending.keep(exchange);
        VideoJobs jobs = endpoint.getComponent().jobs();
        boolean handOn = configuration.getOperation() == GrokVideoOperation.submit;
        boolean noted = handOn || pending.named() || jobs.isStorePersistent();
        String prompt = request == null || !configuration.isStorePrompt() ? null : request.prompt();
        List<VideoJobs.Part> parts = new ArrayList<>();
        for (PendingJob.Part part : pending.parts()) {
            String suffix = pending.parts().size() == 1 ? "" : "-" + (parts.size() + 1);
            String key = pending.idempotencyKey() + suffix;
            parts.add(new VideoJobs.Part(
                    request == null ? null : request.withIdempotencyKey(key), part.jobId(), part.maybeSubmitted(),
                    noted ? new SubmissionRecord(key, pending.fingerprint(), handOn, prompt) : null));
        }
        if (handOn) {
            jobs.submit(gateway, parts, settings, new ExchangeJob(
                    endpoint, exchange, callback, pending, count, warnings, (accepted, told) -> handOnId(exchange, accepted)));
        } else {
            jobs.generate(gateway, parts, settings, new ExchangeJob(
                    endpoint, exchange, callback, pending, count, warnings, checked(exchange, delivery(exchange, count))));
        }
    }

    private ExchangeJob.Delivery checked(Exchange exchange, ExchangeJob.Delivery delivery) {
        AskedShape asked = requests.shape(exchange);
        return (job, warnings) -> {
            String warning = asked.warning(job);
            if (warning != null) {
                warnings.accept(warning);
            }
            return delivery.deliver(job, warnings);
        };
    }

    private void await(Exchange exchange, AsyncCallback callback) {
        String id = requests.jobId(exchange);
        refuseWhileStopping(exchange, id);
        storable(id);
        ExchangeJob.Delivery delivery = checked(exchange, delivery(exchange, requests.optionCount()));
        VideoJobs jobs = endpoint.getComponent().jobs();
        jobs.await(gateway, id, settings,
                new ExchangeJob(
                        endpoint, exchange, callback, null, results.mostVideos(), List.of(), new ExchangeJob.Delivery() {
                            @Override
                            public CompletableFuture<Void> deliver(VideoJob job, Consumer<String> warnings) {
                                return delivery.deliver(job, warnings);
                            }

                            @Override
                            public CompletableFuture<Void> delivered(String jobId) {
                                return jobs.acknowledge(gateway, jobId);
                            }
                        }));
    }

    private void status(Exchange exchange, AsyncCallback callback) {
        String id = requests.jobId(exchange);
        ExchangeJob job = new ExchangeJob(endpoint, exchange, callback, null, results.mostVideos(), List.of(), (read, told) -> {
            exchange.getMessage().setBody(read);
            return CompletableFuture.completedFuture(null);
        });
        whenDone(endpoint.getComponent().jobs().read(gateway, id, settings), job);
    }

    private void download(Exchange exchange, AsyncCallback callback) {
        String id = requests.jobId(exchange);
        storable(id);
        ExchangeJob job = new ExchangeJob(endpoint, exchange, callback, null, results.mostVideos(), List.of(), (read, told) -> {
            if (!read.isFinal()) {
                return CompletableFuture.failedFuture(new DownloadException(
                        GrokVideoException.because("There is no video yet, the job is " + read.status()).jobId(id)
                                .retryable(true)));
            }
            if (read.status() != JobStatus.COMPLETED) {
                return CompletableFuture.failedFuture(GatewayErrors.ended(read));
            }
            return delivery(exchange, requests.optionCount()).deliver(read, told);
        });
        whenDone(endpoint.getComponent().jobs().read(gateway, id, settings), job);
    }

    private static void whenDone(CompletableFuture<VideoJob> read, ExchangeJob job) {
        read.whenComplete((found, thrown) -> {
            if (thrown == null) {
                job.completed(found);
            } else {
                job.failed(asException(thrown), null);
            }
        });
    }

    private void cancel(Exchange exchange, AsyncCallback callback) {
        String id = requests.jobId(exchange);
        finish(exchange, callback, endpoint.getComponent().jobs().cancel(gateway, id, settings), nothing -> {
            exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, id);
            exchange.getMessage().setHeader(GrokVideoConstants.STATUS, JobStatus.CANCELLED.name());
        }, true);
    }

    private void settle(Exchange exchange, AsyncCallback callback) {
        String key = requests.idempotencyKey(exchange);
        if (key == null) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "No submission to settle: give its idempotency key as the header "
                                               + GrokVideoConstants.IDEMPOTENCY_KEY));
        }
        String id = RequestReader.text(exchange.getIn(), GrokVideoConstants.JOB_ID, null);
        finish(exchange, callback, endpoint.getComponent().jobs().settle(gateway, key, id), nothing -> {
        }, true);
    }

    private void estimate(Exchange exchange, AsyncCallback callback) {
        List<String> warnings = new ArrayList<>();
        VideoRequest request = requests.read(exchange, warnings);
        RequestPlan plan = gateway.plan(request);
        warnings.addAll(plan.warnings());
        finish(exchange, callback, estimated(request, plan), estimate -> {
            exchange.getMessage().setBody(estimate);
            ResultWriter.cost(exchange.getMessage(), estimate.cost());
            tellWarnings(exchange.getMessage(), warnings);
        }, true);
    }

    // goes on with a value on a worker thread; done says whether that ends the exchange, as a failure does anyway
    private <T> void finish(
            Exchange exchange, AsyncCallback callback, CompletableFuture<T> future, Consumer<T> next, boolean done) {
        future.whenCompleteAsync((value, thrown) -> {
            Throwable failure = thrown;
            if (failure == null) {
                try {
                    next.accept(value);
                    if (!done) {
                        return;
                    }
                } catch (Throwable e) {
                    failure = e;
                }
            }
            if (failure != null) {
                exchange.setException(asException(failure));
            }
            callback.done(false);
        }, endpoint.getComponent().worker());
    }

    private ExchangeJob.Delivery delivery(Exchange exchange, int count) {
        return (job, warnings) -> results.body(exchange, job, results.form(), count, gateway, settings, warnings);
    }

    private CompletableFuture<Void> handOnId(Exchange exchange, VideoJob job) {
        List<String> ids = job.parts().stream().map(VideoJob::id).toList();
        exchange.getMessage().setBody(
                configuration.getOutput() == GrokVideoOutput.job ? job : ids.isEmpty() ? job.id() : ids);
        return CompletableFuture.completedFuture(null);
    }

    private void refuseWhileStopping(Exchange exchange, String jobId) {
        if (endpoint.getComponent().isStopping(exchange.getFromRouteId(), ExchangeHelper.getAtRouteId(exchange))) {
            throw new WaitStoppedException(
                    GrokVideoException.because(
                            jobId == null
                                    ? "The route stops; nothing was submitted"
                                    : "The route stops. The job goes on at the gateway; grokvideo:await with its id waits for it again")
                            .jobId(jobId).retryable(true));
        }
    }

    public static void tellWarnings(Message message, List<String> warnings) {
        if (warnings.isEmpty()) {
            message.removeHeader(GrokVideoConstants.WARNINGS);
            return;
        }
        warnings.forEach(warning -> LOG.warn("{}", UntrustedText.sanitize(warning, 500)));
        message.setHeader(GrokVideoConstants.WARNINGS, List.copyOf(warnings));
    }

    public static GrokVideoException asException(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof GrokVideoException known
                ? known
                : new GatewayException(GrokVideoException.because("Unexpected: " + cause).cause(cause));
    }
}
