package io.github.grokvideo.internal.camel;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.camel.budget.BudgetNotifier;
import io.github.grokvideo.internal.camel.budget.ComponentBudgets;
import io.github.grokvideo.internal.camel.budget.EstimateCache;
import io.github.grokvideo.internal.camel.metrics.ComponentMetrics;
import io.github.grokvideo.internal.camel.metrics.MetricsLibrary;
import io.github.grokvideo.internal.camel.trace.TraceLibrary;
import io.github.grokvideo.internal.gateway.GatewayHealth;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.gateway.http.BaseUrl;
import io.github.grokvideo.internal.gateway.http.HttpTransport;
import io.github.grokvideo.internal.gateway.http.TransportSettings;
import io.github.grokvideo.internal.gateway.response.MediaUrlPolicy;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.media.address.AddressGuard;
import io.github.grokvideo.internal.media.address.MediaHosts;
import io.github.grokvideo.internal.media.download.VideoDownloader;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.JobObservers;
import io.github.grokvideo.store.JobStore;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all endpoints of a component share at run time: connections, threads, the jobs in progress, and the knowledge of
 * which routes are stopping. Lives as long as the component; jobs, threads and connections from {@link #start} to
 * {@link #stop}.
 */
public final class GrokVideoRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(GrokVideoRuntime.class);
    private static final int PURGE_MINUTES = 10;

    private final ComponentOptions options;
    private final RouteLifecycle lifecycle = new RouteLifecycle();
    private final AbandonedExchanges abandoned;
    private final GatewayHealth health = new GatewayHealth(() -> nanoTime());
    private RuntimeEnvironment environment;
    private GatewayFactory gateways;

    private ComponentThreads threads;
    private TransportSettings transportSettings;
    private AddressGuard guard;
    private HttpTransport transport;
    private VideoJobs jobs;
    private StoreProbe storeProbe;
    private VideoDownloader downloader;
    private ProducerTemplate progressTemplate;
    private ComponentMetrics metrics = ComponentMetrics.NONE;
    private JobObserver observer = JobObserver.NONE;
    private ComponentBudgets budgets = ComponentBudgets.none();
    private EstimateCache estimates;

    public GrokVideoRuntime(ComponentOptions options) {
        this.options = options;
        this.abandoned = new AbandonedExchanges(options, lifecycle);
        use(RuntimeEnvironment.SYSTEM);
        lifecycle.add(new RouteLifecycle.Listener() {
            @Override
            public void contextStopping() {
                if (jobs != null) {
                    jobs.stop(waiting -> true, "The Camel context stops");
                    jobs.stopCalls();
                }
            }

            @Override
            public void routeStopping(String routeId) {
                if (jobs != null) {
                    jobs.stop(waiting -> waiting instanceof RouteBound wait && wait.isIn(routeId::equals),
                            "The route " + routeId + " stops");
                }
            }
        });
    }

    /**
     * Runs something short later.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the component has stopped
     */
    public void later(Duration delay, Runnable task) {
        threads.timer().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Replaces parts of the environment; for tests, before the component starts. */
    public void replaceEnvironment(UnaryOperator<RuntimeEnvironment> change) {
        use(change.apply(environment));
    }

    private void use(RuntimeEnvironment chosen) {
        environment = chosen;
        gateways = new GatewayFactory(chosen, health);
    }

    private long nanoTime() {
        return environment.nanoTime().getAsLong();
    }

    // lifecycle

    /** Registers what has to be known of routes and of the context from the beginning. */
    public void init() {
        CamelVersions.warnOfMixture(options.getCamelContext());
        options.getCamelContext().addLifecycleStrategy(lifecycle);
    }

    /** Starts with the options as they are now, which have been validated. */
    public void start() throws GeneralSecurityException, IOException {
        transportSettings = TransportSettingsFactory.create(options);
        guard = new AddressGuard(
                environment.resolver(), options.isAllowLoopback(), hostOrNull(options.getProxyHost()),
                MediaHosts.of(options.getMediaHosts()));
        budgets = ComponentBudgets.of(options.getBudgets(), options.getCamelContext());
        estimates = new EstimateCache(environment.nanoTime());
        JobStore store = JobStoreFactory.create(options);
        requireBudgets(store);
        threads = new ComponentThreads(options, store);
        transport = new HttpTransport(transportSettings, threads.timer(), environment.nanoTime());
        if (store.isPersistent()) {
            threads.timer().scheduleWithFixedDelay(() -> threads.store().execute(() -> purge(store)), 0, PURGE_MINUTES,
                    TimeUnit.MINUTES);
        }
        metrics = MetricsLibrary.metrics(options.getCamelContext(), environment.nanoTime());
        observer = JobObservers.of(List.of(metrics.observer(), TraceLibrary.observer(options.getCamelContext()),
                JobLog.at(options.getJobLogLevel())));
        double statusRequests = options.getStatusRequestsPerSecond();
        jobs = new VideoJobs(
                threads.timer(), environment.nanoTime(), () -> ThreadLocalRandom.current().nextLong(),
                waiting -> waiting instanceof RouteBound wait && (wait.isGivenUp() || wait.isIn(lifecycle::isStopping)), store,
                threads.store(),
                environment.clock(),
                new VideoJobs.Bounds(
                        options.getMaxInFlight(), statusRequests == 0 ? Double.POSITIVE_INFINITY : statusRequests),
                observer);
        storeProbe = new StoreProbe(jobs.monitor(), environment.nanoTime());
        metrics.started(jobs, budgets.named(null).all());
        store.setBudgetListener(new BudgetNotifier(options.getCamelContext(), threads.routes(), environment.clock()));
        // the component may be created by toD, long after the routes
        options.getCamelContext().getRoutes().forEach(lifecycle::watch);
    }

    private void requireBudgets(JobStore store) {
        if (!budgets.isEmpty() && !store.supportsBudgets()) {
            throw new IllegalArgumentException(
                    "Option jobStore: " + store.getClass().getName()
                                               + " does not count budgets, expected a store that does, such"
                                               + " as JdbcJobStore, since budgets are set");
        }
    }

    private static String hostOrNull(String host) {
        return host == null || host.isBlank() ? null : host;
    }

    private static void purge(JobStore store) {
        try {
            store.purge();
        } catch (RuntimeException e) {
            LOG.warn("Expired entries of the job store could not be removed; retrying in {} minutes: {}", PURGE_MINUTES,
                    e.getMessage());
        }
    }

    /** Ends waits and requests, then connections and threads. */
    public void stop() throws IOException {
        if (jobs != null) {
            jobs.close();
        }
        if (transport != null) {
            transport.close();
        }
        closeDownloader();
        abandoned.close();
        if (threads != null) {
            // and stay: what ends last still continues its route
            threads.stop();
        }
        metrics.stopped();
    }

    private synchronized void closeDownloader() throws IOException {
        if (downloader != null) {
            downloader.close();
            downloader = null;
        }
        if (progressTemplate != null) {
            progressTemplate.close();
            progressTemplate = null;
        }
    }

    // what endpoints use

    public ComponentOptions options() {
        return options;
    }

    public Clock clock() {
        return environment.clock();
    }

    public RouteLifecycle lifecycle() {
        return lifecycle;
    }

    /** Whether an exchange should not start to wait, since a route of it, or the context, is stopping. */
    public boolean isStopping(Exchange exchange) {
        return lifecycle.isStopping(exchange);
    }

    /** Which exchanges are given up while they wait; only those with {@code cancelOnAbandon} are known to it. */
    public AbandonedExchanges abandoned() {
        return abandoned;
    }

    public GatewayHealth health() {
        return health;
    }

    /** The address of the gateway that an endpoint's options lead to. */
    public BaseUrl baseUrl(GrokVideoConfiguration configuration) {
        return gateways.baseUrl(configuration);
    }

    /** The API key that an endpoint's options lead to, or {@code null}. */
    public String apiKey(GrokVideoConfiguration configuration) {
        return gateways.apiKey(configuration);
    }

    /**
     * The gateway that an endpoint's options lead to; before the start it can tell what it supports, and nothing more.
     */
    public VideoGateway gateway(GrokVideoConfiguration configuration) {
        MediaUrlPolicy policy = url -> guard == null ? null : guard.refusal(url);
        return gateways.create(configuration, transport, policy);
    }

    /** All jobs of the component; new after each start. */
    public VideoJobs jobs() {
        return jobs;
    }

    /** Tells whether the job store answers; new after each start. */
    public StoreProbe storeProbe() {
        return storeProbe;
    }

    /** Is told what happens. */
    public JobObserver observer() {
        return observer;
    }

    /** An endpoint has been started with these options. */
    void configured(GrokVideoConfiguration configuration) {
        metrics.configured(configuration.getModel());
    }

    /** All budgets of the component. */
    public ComponentBudgets budgets() {
        return budgets;
    }

    /** What requests cost, as the gateways said a short time ago. */
    public EstimateCache estimates() {
        return estimates;
    }

    /** Continues routes, also while all threads of its pool are blocked, and at the very end of a stop. */
    public Executor routes() {
        return threads.routes();
    }

    /** Reads and writes files, which may block. */
    public Executor files() {
        return threads.files();
    }

    /** Created for the first download: a route that only passes on URLs needs none. */
    public synchronized VideoDownloader downloader() {
        if (downloader == null) {
            downloader = new VideoDownloader(
                    TransportSettingsFactory.forDownloads(transportSettings), guard, UnaryOperator.identity(), threads.timer(),
                    threads.files(), observer);
        }
        return downloader;
    }

    /** Sends progress to the endpoints that {@code progressUri} names. */
    public synchronized ProducerTemplate progressTemplate() {
        if (progressTemplate == null) {
            progressTemplate = options.getCamelContext().createProducerTemplate();
        }
        return progressTemplate;
    }
}
