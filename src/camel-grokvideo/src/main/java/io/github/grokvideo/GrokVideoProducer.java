package io.github.grokvideo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.github.grokvideo.gateway.LumenfallGateway;
import io.github.grokvideo.gateway.VideoGateway;
import io.github.grokvideo.job.JobSettings;
import io.github.grokvideo.job.VideoJobs;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.UntrustedText;
import io.github.grokvideo.model.VideoJob;
import io.github.grokvideo.model.VideoRequest;
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
        GrokVideoComponent component = endpoint.getComponent();
        if (component.apiKey(configuration) == null) {
            throw new IllegalArgumentException(
                    "No API key for " + configuration.getProvider() + ": set the option apiKey, the property "
                                               + "camel.component.grokvideo.api-key or the environment variable "
                                               + LumenfallGateway.API_KEY_VARIABLE);
        }
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
        gateway = component.gateway(configuration);
        settings = new JobSettings(
                Duration.ofMillis(configuration.getPollInterval()), Duration.ofMillis(configuration.getJobTimeout()),
                Duration.ofMillis(configuration.getRequestTimeout()), configuration.getRequestRetries());
        requests = new RequestReader(getEndpoint().getCamelContext(), configuration);
        results = new ResultWriter(component, configuration);
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
                case generate, submit -> make(exchange, callback);
                case await -> await(exchange, callback);
                case status -> status(exchange, callback);
                case cancel -> cancel(exchange, callback);
                case download -> download(exchange, callback);
                case estimate -> estimate(exchange, callback);
            }
            return false;
        } catch (Exception e) {
            if (e instanceof GrokVideoException failure && failure.getJobId() != null) {
                exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, failure.getJobId());
            }
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    private void make(Exchange exchange, AsyncCallback callback) {
        boolean generate = configuration.getOperation() == GrokVideoOperation.generate;
        VideoJobs jobs = endpoint.getComponent().jobs();
        String step = PendingJob.step(exchange, endpoint.getEndpointUri());
        PendingJob begun = PendingJob.of(exchange, step, null);
        if (begun != null && begun.jobId() != null) {
            resume(exchange, callback, begun, requests.count(exchange), List.of());
            return;
        }
        List<String> warnings = new ArrayList<>();
        VideoRequest request = requests.read(exchange, warnings);
        begun = PendingJob.of(exchange, step, request.fingerprint());
        if (begun != null && begun.jobId() != null) {
            resume(exchange, callback, begun, request.count(), warnings);
            return;
        }
        refuseWhileStopping(exchange, null);
        String key = request.idempotencyKey();
        if (key == null) {
            key = begun != null ? begun.idempotencyKey() : UUID.randomUUID().toString();
        }
        PendingJob pending = new PendingJob(step, request.fingerprint(), key, null);
        pending.keep(exchange);
        ExchangeJob job = new ExchangeJob(
                endpoint, exchange, callback, pending, warnings,
                generate ? delivery(exchange, request.count()) : (accepted, told) -> handOnId(exchange, accepted));
        VideoRequest keyed = withKey(request, key);
        if (generate) {
            jobs.generate(gateway, keyed, settings, job);
        } else {
            jobs.submit(gateway, keyed, settings, job);
        }
    }

    // this exchange has submitted before: the job is taken up, nothing is submitted
    private void resume(
            Exchange exchange, AsyncCallback callback, PendingJob begun, int count, List<String> warnings) {
        LOG.debug("Exchange {} takes up job {}", exchange.getExchangeId(), begun.jobId());
        refuseWhileStopping(exchange, begun.jobId());
        if (configuration.getOperation() == GrokVideoOperation.submit) {
            ExchangeJob job = new ExchangeJob(
                    endpoint, exchange, callback, begun, warnings, (known, told) -> handOnId(exchange, known));
            whenDone(endpoint.getComponent().jobs().read(gateway, begun.jobId(), settings), job);
        } else {
            ExchangeJob job = new ExchangeJob(endpoint, exchange, callback, begun, warnings, delivery(exchange, count));
            endpoint.getComponent().jobs().await(gateway, begun.jobId(), settings, job);
        }
    }

    private void await(Exchange exchange, AsyncCallback callback) {
        String id = requests.jobId(exchange);
        refuseWhileStopping(exchange, id);
        endpoint.getComponent().jobs().await(
                gateway, id, settings,
                new ExchangeJob(endpoint, exchange, callback, null, List.of(), delivery(exchange, requests.count(exchange))));
    }

    private void status(Exchange exchange, AsyncCallback callback) {
        String id = requests.jobId(exchange);
        ExchangeJob job = new ExchangeJob(endpoint, exchange, callback, null, List.of(), (read, told) -> {
            exchange.getMessage().setBody(read);
            return CompletableFuture.completedFuture(null);
        });
        whenDone(endpoint.getComponent().jobs().read(gateway, id, settings), job);
    }

    private void download(Exchange exchange, AsyncCallback callback) {
        String id = requests.jobId(exchange);
        ExchangeJob job = new ExchangeJob(endpoint, exchange, callback, null, List.of(), (read, told) -> {
            if (!read.isFinal()) {
                return CompletableFuture.failedFuture(new DownloadException(
                        GrokVideoException.because("There is no video yet, the job is " + read.status()).jobId(id)
                                .retryable(true)));
            }
            if (read.status() != JobStatus.COMPLETED) {
                return CompletableFuture.failedFuture(new JobFailedException(
                        GrokVideoException.because("There is no video, the job is " + read.status()).jobId(id)
                                .code(read.error() == null ? null : read.error().code())));
            }
            return delivery(exchange, requests.count(exchange)).deliver(read, told);
        });
        whenDone(endpoint.getComponent().jobs().read(gateway, id, settings), job);
    }

    private static void whenDone(CompletableFuture<VideoJob> read, ExchangeJob job) {
        read.whenComplete((found, thrown) -> {
            if (thrown == null) {
                job.completed(found);
            } else {
                job.failed(asException(thrown));
            }
        });
    }

    private void cancel(Exchange exchange, AsyncCallback callback) {
        String id = requests.jobId(exchange);
        finish(exchange, callback, endpoint.getComponent().jobs().cancel(gateway, id, settings), nothing -> {
            exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, id);
            exchange.getMessage().setHeader(GrokVideoConstants.STATUS, JobStatus.CANCELLED.name());
        });
    }

    private void estimate(Exchange exchange, AsyncCallback callback) {
        List<String> warnings = new ArrayList<>();
        VideoRequest request = requests.read(exchange, warnings);
        CompletableFuture<CostEstimate> asked = endpoint.getComponent().jobs().estimate(gateway, request, settings);
        finish(exchange, callback, asked, estimate -> {
            exchange.getMessage().setBody(estimate);
            ResultWriter.cost(exchange.getMessage(), estimate.cost());
            tellWarnings(exchange.getMessage(), warnings);
        });
    }

    private <T> void finish(
            Exchange exchange, AsyncCallback callback, CompletableFuture<T> future, Consumer<T> write) {
        future.whenCompleteAsync((value, thrown) -> {
            try {
                if (thrown != null) {
                    throw asException(thrown);
                }
                write.accept(value);
            } catch (RuntimeException e) {
                exchange.setException(e);
            }
            callback.done(false);
        }, endpoint.getComponent().worker());
    }

    private ExchangeJob.Delivery delivery(Exchange exchange, int count) {
        GrokVideoOutput output = configuration.getOutput();
        if (output == null) {
            output = configuration.getOperation() == GrokVideoOperation.download ? GrokVideoOutput.stream : GrokVideoOutput.url;
        }
        GrokVideoOutput form = output;
        return (job, warnings) -> results.body(exchange, job, form, count, gateway, settings, warnings);
    }

    private CompletableFuture<Void> handOnId(Exchange exchange, VideoJob job) {
        exchange.getMessage().setBody(configuration.getOutput() == GrokVideoOutput.job ? job : job.id());
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

    private static VideoRequest withKey(VideoRequest request, String key) {
        return new VideoRequest(
                request.model(), request.prompt(), request.duration(), request.size(), request.aspectRatio(),
                request.resolution(), request.n(), request.inputReferences(), request.inputVideo(), request.user(), key,
                request.parameters(), request.headers());
    }

    static void tellWarnings(Message message, List<String> warnings) {
        if (warnings.isEmpty()) {
            message.removeHeader(GrokVideoConstants.WARNINGS);
            return;
        }
        warnings.forEach(warning -> LOG.warn("{}", UntrustedText.printable(warning, 500)));
        message.setHeader(GrokVideoConstants.WARNINGS, List.copyOf(warnings));
    }

    static GrokVideoException asException(Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof GrokVideoException known
                ? known
                : new GatewayException(GrokVideoException.because("Unexpected: " + cause).cause(cause));
    }
}
