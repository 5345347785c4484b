package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoPollStrategy;
import io.github.grokvideo.internal.gateway.Gateways;
import io.github.grokvideo.internal.gateway.RequestPlan;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.job.polling.AdaptivePolling;
import io.github.grokvideo.internal.job.results.ResultFeed;
import io.github.grokvideo.internal.job.results.ResultPoll;
import io.github.grokvideo.internal.job.results.ResultReceiver;
import io.github.grokvideo.internal.job.results.ResultSettings;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.VideoJob;

/**
 * The jobs of one endpoint: {@link VideoJobs} at the endpoint's gateway, with the settings of the endpoint's options.
 */
public final class EndpointJobs {

    private final VideoJobs jobs;
    private final VideoGateway gateway;
    private final JobSettings settings;
    private final ResultSettings feedSettings;

    private EndpointJobs(VideoJobs jobs, VideoGateway gateway, JobSettings settings, ResultSettings feedSettings) {
        this.jobs = jobs;
        this.gateway = gateway;
        this.settings = settings;
        this.feedSettings = feedSettings;
    }

    /**
     * @param  runtime                  has been started
     * @throws IllegalArgumentException if there is no API key
     */
    public static EndpointJobs of(GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        if (runtime.apiKey(configuration) == null) {
            throw new IllegalArgumentException(
                    "No API key for " + configuration.getProvider() + ": set the option apiKey, the property "
                                               + "camel.component.grokvideo.api-key or the environment variable "
                                               + configuration.getProvider().apiKeyVariable());
        }
        return new EndpointJobs(
                runtime.jobs(), runtime.gateway(configuration), settings(configuration, runtime.options()),
                feedSettings(configuration));
    }

    // settings

    /** How jobs are submitted and polled. */
    public static JobSettings settings(GrokVideoConfiguration configuration, ComponentOptions options) {
        return new JobSettings(
                Duration.ofMillis(configuration.getPollInterval()), Duration.ofMillis(configuration.getJobTimeout()),
                Duration.ofMillis(configuration.getRequestTimeout()), configuration.getRequestRetries(),
                configuration.getWebhookUrl() == null || configuration.getWebhookUrl().isBlank()
                        ? null
                        : Duration.ofMillis(configuration.getWebhookPollInterval()),
                submissionGap(configuration, options.getSubmissionsPerSecond()), adaptivePolling(configuration));
    }

    private static Duration submissionGap(GrokVideoConfiguration configuration, Double submissionsPerSecond) {
        if (submissionsPerSecond == null) {
            return Gateways.provider(configuration.getProvider().name()).submissionGap();
        }
        return submissionsPerSecond == 0 ? Duration.ZERO : Duration.ofNanos((long) (1e9 / submissionsPerSecond));
    }

    private static AdaptivePolling adaptivePolling(GrokVideoConfiguration configuration) {
        if (configuration.getPollStrategy() == GrokVideoPollStrategy.fixed) {
            return null;
        }
        Duration interval = Duration.ofMillis(configuration.getPollInterval());
        return new AdaptivePolling(
                configuration.getMinPollInterval() == 0
                        ? interval.dividedBy(5) : Duration.ofMillis(configuration.getMinPollInterval()),
                configuration.getMaxPollInterval() == 0
                        ? interval.multipliedBy(6) : Duration.ofMillis(configuration.getMaxPollInterval()));
    }

    private static ResultSettings feedSettings(GrokVideoConfiguration configuration) {
        return new ResultSettings(
                configuration.getMaxWaiting(), configuration.getConcurrentConsumers(),
                Duration.ofMillis(configuration.getClaimInterval()), Duration.ofMillis(configuration.getLeaseTime()),
                Duration.ofMillis(configuration.getRedeliveryDelay()), configuration.getMaximumDeliveries());
    }

    // jobs; each as the method of the same name of VideoJobs

    /** Checks a request without sending anything. */
    public RequestPlan plan(VideoRequest request) {
        return gateway.plan(request);
    }

    public void generate(List<VideoJobs.Part> parts, JobListener listener) {
        jobs.generate(gateway, parts, settings, listener);
    }

    public void submit(List<VideoJobs.Part> parts, JobListener listener) {
        jobs.submit(gateway, parts, settings, listener);
    }

    public void await(String jobId, JobListener listener) {
        jobs.await(gateway, jobId, settings, listener);
    }

    public CompletableFuture<Void> acknowledge(String jobId) {
        return jobs.acknowledge(gateway, jobId);
    }

    public CompletableFuture<VideoJob> read(String jobId) {
        return jobs.read(gateway, jobId, settings);
    }

    public CompletableFuture<Void> cancel(String jobId) {
        return jobs.cancel(gateway, jobId, settings);
    }

    public CompletableFuture<CostEstimate> estimate(VideoRequest request) {
        return jobs.estimate(gateway, request, settings);
    }

    public CompletableFuture<Void> settle(String idempotencyKey, String jobId) {
        return jobs.settle(gateway, idempotencyKey, jobId);
    }

    public ResultFeed results(ResultReceiver receiver) {
        return jobs.results(gateway, settings, feedSettings, receiver);
    }

    public ResultPoll poll() {
        return jobs.poll(gateway, settings, feedSettings);
    }

    /** Whether submissions outlive the process. */
    public boolean isStorePersistent() {
        return jobs.isStorePersistent();
    }
}
