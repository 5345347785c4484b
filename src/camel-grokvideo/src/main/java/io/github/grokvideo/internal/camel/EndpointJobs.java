package io.github.grokvideo.internal.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoPollStrategy;
import io.github.grokvideo.internal.gateway.Gateways;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.Target;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.job.polling.AdaptivePolling;
import io.github.grokvideo.internal.job.results.ResultFeed;
import io.github.grokvideo.internal.job.results.ResultPoll;
import io.github.grokvideo.internal.job.results.ResultReceiver;
import io.github.grokvideo.internal.job.results.ResultSettings;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.CostEstimate;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;

/**
 * The jobs of one endpoint: {@link VideoJobs} at the endpoint's gateways, with the settings of the endpoint's options.
 */
public final class EndpointJobs {

    private final VideoJobs jobs;
    private final List<Target> targets;
    private final ResultSettings feedSettings;

    private EndpointJobs(VideoJobs jobs, List<Target> targets, ResultSettings feedSettings) {
        this.jobs = jobs;
        this.targets = targets;
        this.feedSettings = feedSettings;
    }

    /**
     * @param  runtime                  has been started
     * @throws IllegalArgumentException if there is no API key
     */
    public static EndpointJobs of(GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        runtime.configured(configuration);
        List<Target> targets = Providers.each(configuration).stream().map(one -> target(one, configuration, runtime)).toList();
        return new EndpointJobs(runtime.jobs(), targets, feedSettings(configuration));
    }

    private static Target target(
            GrokVideoConfiguration one, GrokVideoConfiguration all, GrokVideoRuntime runtime) {
        if (runtime.apiKey(one) == null) {
            throw new IllegalArgumentException(
                    "No API key for " + one.getProvider() + ": set the option apiKey, the property "
                                               + "camel.component.grokvideo.api-key or the environment variable "
                                               + Gateways.provider(one.getProvider()).apiKeyVariable()
                                               + (Providers.names(all.getProvider()).size() == 1
                                                       ? ". To try it without a key, add grokvideo-emulator and set"
                                                         + " grokvideo.emulator=true"
                                                       : ". With provider=" + all.getProvider()
                                                         + ", apiKey lists the keys in this order"));
        }
        VideoGateway gateway = runtime.gateway(one);
        return new Target(gateway, settings(one, runtime.options(), gateway.knowsWebhooks()));
    }

    // settings

    /** How jobs are submitted and polled. */
    public static JobSettings settings(GrokVideoConfiguration configuration, ComponentOptions options) {
        return settings(configuration, options, true);
    }

    private static JobSettings settings(
            GrokVideoConfiguration configuration, ComponentOptions options, boolean knowsWebhooks) {
        return new JobSettings(
                Duration.ofMillis(configuration.getPollInterval()), Duration.ofMillis(configuration.getJobTimeout()),
                Duration.ofMillis(configuration.getRequestTimeout()), configuration.getRequestRetries(),
                !knowsWebhooks || configuration.getWebhookUrl() == null || configuration.getWebhookUrl().isBlank()
                        ? null
                        : Duration.ofMillis(configuration.getWebhookPollInterval()),
                submissionGap(configuration, options.getSubmissionsPerSecond()), adaptivePolling(configuration));
    }

    private static Duration submissionGap(GrokVideoConfiguration configuration, Double submissionsPerSecond) {
        if (submissionsPerSecond == null) {
            return Gateways.provider(Providers.names(configuration.getProvider()).get(0)).submissionGap();
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

    /** Whether there is more than one gateway. */
    public boolean areSeveral() {
        return targets.size() > 1;
    }

    /**
     * Checks a request without sending anything.
     *
     * @return                                                   for each gateway that supports it, at least one
     * @throws io.github.grokvideo.model.InvalidRequestException if none does
     */
    public List<ProviderPlan> plan(VideoRequest request) {
        List<ProviderPlan> plans = new ArrayList<>();
        InvalidRequestException first = null;
        for (Target target : targets) {
            try {
                plans.add(new ProviderPlan(target, target.gateway().plan(request)));
            } catch (InvalidRequestException e) {
                first = first == null ? e : first;
            }
        }
        if (plans.isEmpty()) {
            throw first;
        }
        return List.copyOf(plans);
    }

    /** @param plans where it may go */
    public void generate(List<ProviderPlan> plans, List<VideoJobs.Part> parts, JobListener listener) {
        jobs.generate(targets(plans), parts, listener);
    }

    /** @param plans where it may go */
    public void submit(List<ProviderPlan> plans, List<VideoJobs.Part> parts, JobListener listener) {
        jobs.submit(targets(plans), parts, listener);
    }

    // a part that was submitted before may be at any of them
    private List<Target> targets(List<ProviderPlan> plans) {
        return plans.isEmpty() ? targets : plans.stream().map(ProviderPlan::target).toList();
    }

    /** @param provider that has the job, or {@code null} if it is not known; so below */
    public void await(String jobId, String provider, JobListener listener) {
        jobs.await(targets, provider, jobId, listener);
    }

    /** At every gateway: an id that one does not have means nothing to it. */
    public CompletableFuture<Void> acknowledge(String jobId) {
        return CompletableFuture.allOf(targets.stream().map(target -> jobs.acknowledge(target.gateway(), jobId))
                .toArray(CompletableFuture[]::new));
    }

    public CompletableFuture<VideoJob> read(String jobId, String provider, JobOrigin origin) {
        return jobs.read(targets, provider, jobId, origin);
    }

    public CompletableFuture<Void> cancel(String jobId, String provider, JobOrigin origin) {
        return jobs.cancel(targets, provider, jobId, origin);
    }

    /** @param why the exchange has given it up: what follows "since" */
    public void abandon(String jobId, String provider, String why, JobOrigin origin) {
        jobs.abandon(targets, provider, jobId, why, origin);
    }

    /** The names of the providers that cannot cancel jobs. */
    public List<String> unableToCancel() {
        return targets.stream().map(Target::gateway).filter(gateway -> !gateway.canCancel()).map(VideoGateway::provider)
                .toList();
    }

    /** At one gateway; where there is a choice, without retries, since another may do as well. */
    public CompletableFuture<CostEstimate> estimate(ProviderPlan plan, VideoRequest request, JobOrigin origin) {
        if (plan.plan().estimate() != null) {
            return CompletableFuture.completedFuture(plan.plan().estimate());
        }
        JobSettings settings = plan.target().settings();
        return jobs.estimate(
                plan.target().gateway(), request, areSeveral() ? settings.withoutRetries() : settings, origin);
    }

    public CompletableFuture<Void> settle(String idempotencyKey, String jobId, String provider) {
        return jobs.settle(targets, idempotencyKey, jobId, areSeveral() ? provider : null);
    }

    /** One for each gateway. */
    public List<ResultFeed> results(ResultReceiver receiver) {
        return targets.stream()
                .map(target -> jobs.results(target.gateway(), target.settings(), feedSettings, receiver)).toList();
    }

    /** @throws IllegalArgumentException if there is more than one gateway */
    public ResultPoll poll() {
        if (areSeveral()) {
            throw new IllegalArgumentException(
                    "Option provider: '" + String.join(",", providers()) + "' names several, expected one, since results are"
                                               + " polled; a route from grokvideo:results takes several");
        }
        return jobs.poll(targets.get(0).gateway(), targets.get(0).settings(), feedSettings);
    }

    /** The accounts at the gateways, without their keys. */
    public List<String> accounts() {
        return targets.stream().map(target -> target.account().toString()).toList();
    }

    /** The names of the providers, in the order of preference. */
    public List<String> providers() {
        return targets.stream().map(target -> target.gateway().provider()).toList();
    }

    /** Whether submissions outlive the process. */
    public boolean isStorePersistent() {
        return jobs.isStorePersistent();
    }
}
