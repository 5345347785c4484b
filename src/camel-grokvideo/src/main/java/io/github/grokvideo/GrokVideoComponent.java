package io.github.grokvideo;

import java.io.IOException;
import java.math.BigDecimal;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.sql.DataSource;

import io.github.grokvideo.internal.camel.OptionRules;
import io.github.grokvideo.internal.camel.RouteExecutor;
import io.github.grokvideo.internal.camel.RouteLifecycle;
import io.github.grokvideo.internal.camel.SensitiveOptions;
import io.github.grokvideo.internal.camel.consumer.GrokVideoPollingConsumer;
import io.github.grokvideo.internal.camel.message.ParameterRules;
import io.github.grokvideo.internal.camel.message.RequestReader;
import io.github.grokvideo.internal.camel.message.ReservedParameters;
import io.github.grokvideo.internal.camel.producer.ExchangeJob;
import io.github.grokvideo.internal.camel.webhook.WebhookReceiver;
import io.github.grokvideo.internal.gateway.GatewayAccount;
import io.github.grokvideo.internal.gateway.GatewayHealth;
import io.github.grokvideo.internal.gateway.Gateways;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.gateway.http.BaseUrl;
import io.github.grokvideo.internal.gateway.http.HttpTransport;
import io.github.grokvideo.internal.gateway.http.TransportSettings;
import io.github.grokvideo.internal.job.JobListener;
import io.github.grokvideo.internal.job.VideoJobs;
import io.github.grokvideo.internal.media.address.AddressGuard;
import io.github.grokvideo.internal.media.address.MediaHosts;
import io.github.grokvideo.internal.media.download.VideoDownloader;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.ImageRole;
import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobStore;
import io.github.grokvideo.store.MemoryJobStore;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.PropertiesHelper;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns what all endpoints share: connections, timer, worker threads and the jobs under way. */
@Component("grokvideo")
public class GrokVideoComponent extends HealthCheckComponent implements SSLContextParametersAware {

    private static final Logger LOG = LoggerFactory.getLogger(GrokVideoComponent.class);

    private static final int STORE_THREADS = 4;
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    private static final Pattern TIME
            = Pattern.compile("(?i)[-+]?[0-9]+|([0-9]++(\\.[0-9]++)?\\s*+(d|h|m|s)[a-z]*+\\s*+)++|PT?[0-9].*");

    @Metadata(description = "The configuration shared by all endpoints.")
    private GrokVideoConfiguration configuration = new GrokVideoConfiguration();

    @Metadata(label = "security",
              description = "Whether to allow video downloads from this machine (loopback addresses), including over"
                            + " plain http. For development and tests. By default, videos are downloaded only from"
                            + " public addresses, and only over https.")
    private boolean allowLoopback;
    @Metadata(label = "security",
              description = "The hosts from which videos may be downloaded, separated by commas. By default any"
                            + " public host. An asterisk as the first label matches all names below it, host:9000"
                            + " allows a single port, and http://host allows plain http. A host that is listed by its"
                            + " full name, or below a private zone such as corp or svc.cluster.local, may have an"
                            + " address in a private network.")
    private String mediaHosts;
    @Metadata(label = "security", description = "To configure TLS using SSLContextParameters.")
    private SSLContextParameters sslContextParameters;
    @Metadata(label = "security", defaultValue = "false", description = "Enable usage of global SSL context parameters.")
    private boolean useGlobalSslContextParameters;
    @Metadata(label = "security",
              description = "To use a custom HostnameVerifier, which checks that a certificate matches the requested"
                            + " host. By default as specified in RFC 2818.")
    private HostnameVerifier x509HostnameVerifier = new DefaultHostnameVerifier();

    @Metadata(label = "advanced", defaultValue = "HTTP_1_1",
              description = "The HTTP version to use. HTTP_1_1 uses a pool of connections, HTTP_2 a single connection"
                            + " (over TLS, without a proxy).")
    private GrokVideoHttpVersion httpVersion = GrokVideoHttpVersion.HTTP_1_1;
    @Metadata(label = "advanced", defaultValue = "128", description = "The maximum number of connections.")
    private int maxTotalConnections = 128;
    @Metadata(label = "advanced", defaultValue = "64", description = "The maximum number of connections per host.")
    private int connectionsPerRoute = 64;
    @Metadata(label = "timeout", defaultValue = "30000", javaType = "java.time.Duration",
              description = "The connect timeout.")
    private long connectTimeout = 30_000;
    @Metadata(label = "timeout", defaultValue = "60000", javaType = "java.time.Duration",
              description = "The response timeout: the maximum time until a response starts, and between two parts of"
                            + " it.")
    private long responseTimeout = 60_000;
    @Metadata(label = "advanced", javaType = "java.time.Duration",
              description = "The maximum lifetime of a connection. By default connections are kept as long as both"
                            + " sides keep them open.")
    private long connectionTimeToLive = -1;
    @Metadata(label = "advanced", defaultValue = "camel-grokvideo", description = "The HTTP User-Agent request header.")
    private String userAgent = "camel-grokvideo";

    @Metadata(label = "proxy", description = "Proxy server host.")
    private String proxyHost;
    @Metadata(label = "proxy", description = "Proxy server port.")
    private Integer proxyPort;
    @Metadata(label = "proxy", enums = "http,https", defaultValue = "http", description = "Scheme of the proxy server.")
    private String proxyAuthScheme = "http";
    @Metadata(label = "proxy", secret = true, description = "Proxy server username.")
    private String proxyAuthUsername;
    @Metadata(label = "proxy", secret = true, description = "Proxy server password.")
    private String proxyAuthPassword;
    @Metadata(label = "proxy",
              description = "A comma-separated list of hosts that bypass the proxy. An asterisk is a wildcard.")
    private String nonProxyHosts;

    @Metadata(label = "advanced",
              description = "The maximum number of submissions per second across all routes; 0 for no limit. Excess"
                            + " submissions are queued. By default the limit of the provider: 1 with provider=xai, no"
                            + " limit with lumenfall.")
    private Double submissionsPerSecond;
    @Metadata(label = "advanced", defaultValue = "500",
              description = "The maximum number of status requests per second to a gateway, across all routes; 0 for"
                            + " no limit. If more are due, the jobs most likely to be finished are polled first. The"
                            + " rate is reduced if the gateway reports too many requests.")
    private int statusRequestsPerSecond = 500;
    @Metadata(label = "advanced", defaultValue = "0",
              description = "The maximum number of jobs in flight across all routes; 0 for no limit. Further"
                            + " exchanges are queued before their submission.")
    private int maxInFlight;
    @Metadata(label = "advanced", defaultValue = "10",
              description = "The number of threads that continue routes when videos are ready. No thread waits for a"
                            + " video. A thread that is blocked by a step that waits synchronously for another"
                            + " exchange, such as a bean with a ProducerTemplate or a circuitBreaker, does not count:"
                            + " additional threads are started while results would have to wait for it.")
    private int workerPoolSize = 10;
    @Metadata(label = "advanced",
              description = "To use a custom thread pool to continue routes when videos are ready, instead of the"
                            + " component's own. Tasks that it rejects, and tasks that would have to wait because all"
                            + " its threads are blocked, run on additional threads of the component.")
    private ExecutorService workerPool;

    @Metadata(label = "advanced", autowired = true,
              description = "To use a custom store for submissions, which ensures that no request is submitted twice"
                            + " and no job is lost. By default submissions are kept in memory, until the process ends.")
    private JobStore jobStore;
    @Metadata(label = "advanced",
              description = "The database for submissions, so that they survive restarts and can be shared by"
                            + " multiple machines: H2 in a file, or PostgreSQL. Short for a jobStore of the class"
                            + " JdbcJobStore.")
    private DataSource dataSource;

    @Metadata(label = "consumer",
              description = "The path on which to receive the gateway's webhooks, such as /grokvideo/webhook."
                            + " Requires Camel's platform-http, for example from camel-platform-http-main. The"
                            + " webhookUrl of endpoints must lead to this path from outside.")
    private String webhookPath;
    @Metadata(label = "security", secret = true,
              description = "The secret with which the gateway signs webhooks: whsec_ followed by base64. During a"
                            + " rotation two secrets, separated by a comma. If not set, it is requested from the"
                            + " gateway.")
    private String webhookVerifyToken;
    @Deprecated
    @Metadata(label = "security", secret = true,
              deprecationNote = "Use webhookVerifyToken, which Camel masks where it prints options.",
              description = "The same as webhookVerifyToken, which takes precedence.")
    private String webhookSecret;

    private final Gateways gateways = new Gateways();
    private final GatewayHealth health = new GatewayHealth(() -> this.nanoTime.getAsLong());
    private final Set<GrokVideoPollingConsumer> polling = ConcurrentHashMap.newKeySet();
    private final RouteLifecycle lifecycle = new RouteLifecycle(new RouteLifecycle.Stopping() {
        @Override
        public void contextStopping() {
            polling.forEach(GrokVideoPollingConsumer::contextStopping);
            stopWaits(listener -> true, "The Camel context stops");
            if (jobs != null) {
                jobs.stopCalls();
            }
        }

        @Override
        public void routeStopping(String routeId) {
            polling.forEach(consumer -> consumer.routeStopping(routeId));
            stopWaits(listener -> listener instanceof ExchangeJob job && job.isIn(routeId), "The route " + routeId + " stops");
        }
    });

    private ScheduledExecutorService timer;
    private ExecutorService ownWorkers;
    private RouteExecutor routes;
    private ExecutorService storeWorkers;
    private ExecutorService fileWorkers;
    private TransportSettings transportSettings;
    private AddressGuard guard;
    private Consumer webhookConsumer;
    private HttpTransport transport;
    private VideoDownloader downloader;
    private VideoJobs jobs;
    private ProducerTemplate progressTemplate;
    // tests put others here, such as a connector that cannot leave the machine
    private LongSupplier nanoTime = System::nanoTime;
    private Clock clock = Clock.systemUTC();
    private UnaryOperator<String> environment = System::getenv;
    private DnsResolver resolver = SystemDefaultDnsResolver.INSTANCE;
    private UnaryOperator<ConnectionInitiator> connector = UnaryOperator.identity();

    public GrokVideoComponent() {
    }

    public GrokVideoComponent(CamelContext context) {
        super(context);
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        super.setCamelContext(camelContext);
        SensitiveOptions.register(camelContext);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GrokVideoConfiguration own = configuration.copy();
        own.setOperation(constant("The operation in " + "grokvideo:" + remaining, remaining, GrokVideoOperation.class));
        checkConstant(parameters, "output", GrokVideoOutput.class);
        checkConstant(parameters, "provider", GrokVideoProvider.class);
        checkConstant(parameters, "bodyAs", GrokVideoBodyAs.class);
        checkConstant(parameters, "pollStrategy", GrokVideoPollStrategy.class);
        check(parameters, NUMBER, "a number of seconds greater than 0, such as 6", "duration");
        check(parameters, NUMBER, "a number from 0, such as 0.50", "maxCost", "pricePerSecond");
        check(parameters, WHOLE_NUMBER, "a whole number", "n", "requestRetries", "maxDownloadSize", "maxInputSize",
                "concurrentConsumers", "maxWaiting", "maximumDeliveries");
        check(parameters, TIME, "milliseconds or a time such as 5s or 30m", "pollInterval", "minPollInterval",
                "maxPollInterval", "jobTimeout", "requestTimeout",
                "downloadTimeout", "redeliveryDelay", "claimInterval", "leaseTime", "webhookPollInterval");
        own.getParameters().putAll(PropertiesHelper.extractProperties(parameters, "parameters."));
        own.getRequestHeaders().putAll(PropertiesHelper.extractProperties(parameters, "requestHeaders."));
        refuseTexts(remaining, parameters);
        parameters.forEach((name, value) -> {
            if (value instanceof String text && RequestReader.isExpression(text) && !name.equalsIgnoreCase("idempotencyKey")) {
                LOG.warn("Option {}: '{}' is taken to the letter, since only idempotencyKey is evaluated for each message;"
                         + " set the header of that name, or use toD",
                        name, UntrustedText.sanitize(text, 200));
            }
        });
        // a blank option is one that is not set; the number and duration types could not even hold it
        Set<String> known = getCamelContext().getCamelContextExtension().getEndpointUriFactory("grokvideo").propertyNames();
        parameters.entrySet().removeIf(
                option -> option.getValue() instanceof String text && text.isBlank()
                        && known.stream().anyMatch(option.getKey().replace("-", "")::equalsIgnoreCase));
        GrokVideoEndpoint endpoint = new GrokVideoEndpoint(uri, this, own);
        setProperties(endpoint, parameters);
        checkOptions(own);
        return endpoint;
    }

    // an & in a text that is not RAW ends it, and what follows is taken for an option
    private static void refuseTexts(String operation, Map<String, Object> parameters) {
        parameters.keySet().stream().filter(name -> !OPTION_NAME.matcher(name).matches()).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException(
                    "Unknown option '" + UntrustedText.sanitize(name, 100) + "' of grokvideo:" + operation
                                               + ". If it belongs to a text with an &, put the text into RAW(...)");
        });
    }

    private static void checkConstant(Map<String, Object> parameters, String option, Class<? extends Enum<?>> type) {
        if (parameters.get(option) instanceof String value && !value.isBlank() && !value.startsWith("#")) {
            constantOf("Option " + option, value, type);
        }
    }

    // Camel takes "often" for a time of 0 ms, and does not say what it would accept for a number
    private static void check(Map<String, Object> parameters, Pattern accepted, String described, String... options) {
        for (String option : options) {
            if (parameters.get(option) instanceof String value && !value.isBlank() && !value.startsWith("#")
                    && !accepted.matcher(value.trim()).matches()) {
                throw new IllegalArgumentException(
                        "Option " + option + ": '" + value + "' was given, accepted is " + described);
            }
        }
    }

    private static <E extends Enum<E>> E constant(String what, String given, Class<E> type) {
        return type.cast(constantOf(what, given, type));
    }

    private static Enum<?> constantOf(String what, String given, Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(given.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        what + ": '" + given + "' was given, accepted is one of " + Arrays.toString(type.getEnumConstants())));
    }

    private void checkOptions(GrokVideoConfiguration own) {
        OptionRules.time("pollInterval", own.getPollInterval());
        pollBounds(own);
        OptionRules.time("jobTimeout", own.getJobTimeout());
        OptionRules.time("requestTimeout", own.getRequestTimeout());
        OptionRules.time("downloadTimeout", own.getDownloadTimeout());
        OptionRules.time("webhookPollInterval", own.getWebhookPollInterval());
        OptionRules.time("redeliveryDelay", own.getRedeliveryDelay());
        OptionRules.time("claimInterval", own.getClaimInterval());
        OptionRules.time("leaseTime", own.getLeaseTime());
        if (own.getMaxDownloadSize() != null) {
            OptionRules.positive("maxDownloadSize", own.getMaxDownloadSize());
        }
        OptionRules.positive("maxInputSize", own.getMaxInputSize());
        OptionRules.positive("concurrentConsumers", own.getConcurrentConsumers());
        OptionRules.positive("maxWaiting", own.getMaxWaiting());
        OptionRules.notNegative("requestRetries", own.getRequestRetries());
        OptionRules.amount("maxCost", own.getMaxCost());
        OptionRules.amount("pricePerSecond", own.getPricePerSecond());
        provider(own);
        List<String> warnings = new ArrayList<>();
        try {
            for (String name : own.getParameters().keySet()) {
                ReservedParameters.check("Option parameters", name);
            }
            ParameterRules.duration("Option duration", own.getDuration());
            ParameterRules.n("Option n", own.getN(), warnings);
            ParameterRules.size("Option size", RequestReader.pair(own.getSize()), warnings);
            ParameterRules.aspectRatio("Option aspectRatio", RequestReader.pair(own.getAspectRatio()), warnings);
            ParameterRules.resolution("Option resolution", own.getResolution(), warnings);
            if (!RequestReader.isExpression(own.getIdempotencyKey())) {
                ParameterRules.idempotencyKey("Option idempotencyKey", own.getIdempotencyKey());
            }
        } catch (ParameterRules.UnacceptableException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
        warnings.forEach(warning -> LOG.warn("{}. It is sent as it is, the gateway decides", warning));
        String authority = baseUrl(own).authority();
        if (authority.startsWith("http:") && !authority.matches("http://(localhost|127\\.[0-9.]+|\\[::1])(:[0-9]+)?")) {
            LOG.warn("Option baseUrl: {} is plain http, so the API key can be read on its way", authority);
        }
    }

    private static void pollBounds(GrokVideoConfiguration own) {
        long interval = own.getPollInterval();
        if (own.getMinPollInterval() < 0 || own.getMinPollInterval() > interval) {
            throw new IllegalArgumentException(
                    "Option minPollInterval: " + own.getMinPollInterval()
                                               + " was given, accepted is a time from 0 to pollInterval, which is " + interval);
        }
        if (own.getMaxPollInterval() != 0 && own.getMaxPollInterval() < interval) {
            throw new IllegalArgumentException(
                    "Option maxPollInterval: " + own.getMaxPollInterval()
                                               + " was given, accepted is 0 or a time from pollInterval, which is " + interval);
        }
        OptionRules.notTooLong("maxPollInterval", own.getMaxPollInterval());
    }

    // what one provider cannot do
    private void provider(GrokVideoConfiguration own) {
        VideoGateway gateway = gateway(own);
        if (own.getOperation() == GrokVideoOperation.cancel && !gateway.canCancel()) {
            throw cannot(own, "the operation cancel");
        }
        if (own.getWebhookUrl() != null && !own.getWebhookUrl().isBlank() && !gateway.knowsWebhooks()) {
            throw cannot(own, "the option webhookUrl");
        }
        if (own.getOperation() == GrokVideoOperation.extend && !gateway.canExtend()) {
            throw cannot(own, "the operation extend");
        }
        if (own.getImageRole() != ImageRole.auto && !gateway.knowsImageRoles()) {
            throw cannot(own, "the option imageRole");
        }
    }

    private static IllegalArgumentException cannot(GrokVideoConfiguration own, String what) {
        return new IllegalArgumentException("Option provider: " + own.getProvider() + " does not know " + what);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().addLifecycleStrategy(lifecycle);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (blankToNull(webhookSecret) != null) {
            LOG.warn(
                    "Option webhookSecret is deprecated; use webhookVerifyToken instead, which Camel masks where it prints options");
        }
        transportSettings = transportSettings();
        guard = new AddressGuard(resolver, allowLoopback, blankToNull(proxyHost), MediaHosts.of(mediaHosts));
        ThreadPoolProfile profile = new ThreadPoolProfile("GrokVideoTimer");
        profile.setPoolSize(1);
        profile.setMaxPoolSize(1);
        // Camel's default would refuse the 1001st waiting job
        profile.setMaxQueueSize(-1);
        timer = getCamelContext().getExecutorServiceManager().newScheduledThreadPool(this, "GrokVideoTimer", profile);
        if (workerPool == null) {
            OptionRules.positive("workerPoolSize", workerPoolSize);
            ThreadPoolProfile workers = new ThreadPoolProfile("GrokVideoWorker");
            workers.setPoolSize(workerPoolSize);
            workers.setMaxPoolSize(workerPoolSize);
            workers.setMaxQueueSize(Integer.MAX_VALUE);
            // while all jobs wait there is nothing to do for any
            workers.setAllowCoreThreadTimeOut(true);
            ownWorkers = getCamelContext().getExecutorServiceManager().newThreadPool(this, "GrokVideoWorker", workers);
        }
        routes = new RouteExecutor(
                workerPool != null ? workerPool : ownWorkers, this::additionalWorker, timer);
        transport = new HttpTransport(transportSettings, timer, nanoTime);
        JobStore store = jobStore();
        if (store.isPersistent()) {
            storeWorkers
                    = getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, "GrokVideoStore", STORE_THREADS);
            timer.scheduleWithFixedDelay(() -> storeWorkers.execute(() -> purge(store)), 0, 1, TimeUnit.HOURS);
        }
        jobs = new VideoJobs(
                timer, nanoTime, () -> ThreadLocalRandom.current().nextLong(),
                listener -> listener instanceof ExchangeJob job && job.isRefused(), store, storeWorkers, clock,
                bounds());
        if (webhookPath != null && !webhookPath.isBlank()) {
            getCamelContext().addStartupListener(new ExtendedStartupListener() {
                @Override
                public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) throws Exception {
                    if (alreadyStarted) {
                        startWebhooks();
                    }
                }

                @Override
                public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
                    startWebhooks();
                }
            });
        }
        // routes that were there before this component, which toD can bring in late
        for (Route route : getCamelContext().getRoutes()) {
            lifecycle.watch(route);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ServiceHelper.stopService(webhookConsumer);
        if (jobs != null) {
            jobs.close();
        }
        if (transport != null) {
            transport.close();
        }
        synchronized (this) {
            if (downloader != null) {
                downloader.close();
                downloader = null;
            }
            if (progressTemplate != null) {
                progressTemplate.close();
                progressTemplate = null;
            }
        }
        if (fileWorkers != null) {
            getCamelContext().getExecutorServiceManager().shutdownGraceful(fileWorkers);
            fileWorkers = null;
        }
        if (routes != null) {
            routes.awaitIdle(
                    Duration.ofMillis(getCamelContext().getExecutorServiceManager().getShutdownAwaitTermination()));
        }
        if (ownWorkers != null) {
            getCamelContext().getExecutorServiceManager().shutdownGraceful(ownWorkers);
            ownWorkers = null;
        }
        if (storeWorkers != null) {
            // what is to be written is written
            getCamelContext().getExecutorServiceManager().shutdownGraceful(storeWorkers);
            storeWorkers = null;
        }
        if (timer != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(timer);
            timer = null;
        }
    }

    // at start, so that a database that is not right is told before the first message
    private JobStore jobStore() {
        if (jobStore != null && dataSource != null) {
            throw new IllegalArgumentException("Options jobStore and dataSource are both set, accepted is one of them");
        }
        if (dataSource == null) {
            return jobStore == null ? new MemoryJobStore() : jobStore;
        }
        JdbcJobStore store = new JdbcJobStore(dataSource);
        store.check();
        return store;
    }

    private VideoJobs.Bounds bounds() {
        OptionRules.notNegative("maxInFlight", maxInFlight);
        OptionRules.notNegative("statusRequestsPerSecond", statusRequestsPerSecond);
        OptionRules.rate("submissionsPerSecond", submissionsPerSecond);
        return new VideoJobs.Bounds(
                maxInFlight, statusRequestsPerSecond == 0 ? Double.POSITIVE_INFINITY : statusRequestsPerSecond);
    }

    // an HTTP server may start after this component
    private void startWebhooks() throws Exception {
        String path = webhookPath.startsWith("/") ? webhookPath : "/" + webhookPath;
        Endpoint http;
        try {
            http = getCamelContext().getEndpoint("platform-http:" + path + "?httpMethodRestrict=POST");
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Option webhookPath: '" + webhookPath + "' needs platform-http, which cannot be used: " + e.getMessage()
                                               + " Add camel-platform-http-main or what your runtime has",
                    e);
        }
        // a context without a route has not done this
        PluginHelper.getUnitOfWorkFactory(getCamelContext()).afterPropertiesConfigured(getCamelContext());
        webhookConsumer = http.createConsumer(webhooks(configuration));
        ServiceHelper.startService(webhookConsumer);
    }

    /** Takes webhooks of a gateway. */
    public WebhookReceiver webhooks(GrokVideoConfiguration own) {
        return new WebhookReceiver(jobs, gateway(own), webhookKey(), worker(), clock);
    }

    private String webhookKey() {
        String key = blankToNull(webhookVerifyToken);
        return key == null ? blankToNull(webhookSecret) : key;
    }

    private static void purge(JobStore store) {
        try {
            store.purge();
        } catch (RuntimeException e) {
            LOG.warn("Old entries of the job store could not be removed, which is tried again in an hour: {}", e.getMessage());
        }
    }

    private TransportSettings transportSettings() throws GeneralSecurityException, IOException {
        OptionRules.positive("maxTotalConnections", maxTotalConnections);
        OptionRules.positive("connectionsPerRoute", connectionsPerRoute);
        OptionRules.timeOrZero("connectTimeout", connectTimeout);
        OptionRules.timeOrZero("responseTimeout", responseTimeout);
        OptionRules.accept(connectionTimeToLive == -1 || connectionTimeToLive > 0, "connectionTimeToLive",
                connectionTimeToLive, "-1, or a time greater than 0");
        OptionRules.notTooLong("connectionTimeToLive", connectionTimeToLive);
        OptionRules.port("proxyPort", proxyPort);
        SSLContextParameters parameters
                = sslContextParameters != null ? sslContextParameters : retrieveGlobalSslContextParameters();
        SSLContext sslContext = parameters == null ? null : parameters.createSSLContext(getCamelContext());
        TransportSettings.Proxy proxy = null;
        if (proxyHost != null && !proxyHost.isBlank()) {
            if (proxyPort == null) {
                throw new IllegalArgumentException(
                        "Option proxyHost is set and option proxyPort is not; accepted are both or none");
            }
            if (httpVersion == GrokVideoHttpVersion.HTTP_2) {
                throw new IllegalArgumentException(
                        "Option httpVersion: HTTP_2 was given together with proxyHost, accepted is HTTP_1_1");
            }
            proxy = new TransportSettings.Proxy(
                    proxyAuthScheme, proxyHost, proxyPort, proxyAuthUsername, proxyAuthPassword, nonProxyHosts);
        }
        return new TransportSettings(
                httpVersion == GrokVideoHttpVersion.HTTP_2, maxTotalConnections, connectionsPerRoute,
                Duration.ofMillis(connectTimeout), Duration.ofMillis(responseTimeout),
                connectionTimeToLive < 0 ? null : Duration.ofMillis(connectionTimeToLive), sslContext,
                x509HostnameVerifier, proxy, userAgent);
    }

    // what endpoints use

    /** The address that a configuration leads to. */
    public BaseUrl baseUrl(GrokVideoConfiguration own) {
        return gateways.baseUrl(own.getProvider().name(), own.getBaseUrl());
    }

    /** The API key that a configuration leads to, or {@code null}. */
    String apiKey(GrokVideoConfiguration own) {
        return Gateways.provider(own.getProvider().name()).apiKey(own.getApiKey(), environment);
    }

    VideoGateway gateway(GrokVideoConfiguration own) {
        GatewayAccount account = new GatewayAccount(
                transport, baseUrl(own), apiKey(own), health, clock, url -> guard == null ? null : guard.refusal(url));
        return Gateways.provider(own.getProvider().name()).open(
                account, own.getPricePerSecond() == null ? null : BigDecimal.valueOf(own.getPricePerSecond()));
    }

    /** The least time between two submissions. */
    Duration submissionGap(GrokVideoConfiguration own) {
        if (submissionsPerSecond == null) {
            return own.getProvider().submissionGap();
        }
        return submissionsPerSecond == 0 ? Duration.ZERO : Duration.ofNanos((long) (1e9 / submissionsPerSecond));
    }

    /** Reads and writes files, which may block as long as the disk likes. */
    public synchronized Executor fileWorker() {
        if (fileWorkers == null) {
            ThreadPoolProfile profile = new ThreadPoolProfile("GrokVideoFile");
            // one for each download that may be under way
            profile.setPoolSize(connectionsPerRoute);
            profile.setMaxPoolSize(connectionsPerRoute);
            profile.setMaxQueueSize(Integer.MAX_VALUE);
            profile.setAllowCoreThreadTimeOut(true);
            fileWorkers = getCamelContext().getExecutorServiceManager().newThreadPool(this, "GrokVideoFile", profile);
        }
        return fileWorkers;
    }

    // never a virtual thread: those may all be blocked by what this one is for
    private Thread additionalWorker(Runnable task) {
        Thread thread = new Thread(
                task, getCamelContext().getExecutorServiceManager().resolveThreadName("GrokVideoWorkerAdditional"));
        thread.setDaemon(true);
        return thread;
    }

    public VideoJobs jobs() {
        return jobs;
    }

    public void started(GrokVideoPollingConsumer consumer) {
        polling.add(consumer);
    }

    public void stopped(GrokVideoPollingConsumer consumer) {
        polling.remove(consumer);
    }

    public GatewayHealth health() {
        return health;
    }

    /** Made when the first video is fetched: a route that hands on URLs needs none. */
    public synchronized VideoDownloader downloader() {
        if (downloader == null) {
            TransportSettings settings = transportSettings;
            // a media host is not the gateway: one HTTP/2 connection would make its videos wait for each other
            TransportSettings http1 = new TransportSettings(
                    false, settings.maxTotalConnections(), settings.connectionsPerRoute(), settings.connectTimeout(),
                    settings.responseTimeout(), settings.connectionTimeToLive(), settings.sslContext(),
                    settings.hostnameVerifier(), settings.proxy(), settings.userAgent());
            downloader = new VideoDownloader(http1, guard, connector, timer, fileWorker());
        }
        return downloader;
    }

    public synchronized ProducerTemplate progressTemplate() {
        if (progressTemplate == null) {
            progressTemplate = getCamelContext().createProducerTemplate();
        }
        return progressTemplate;
    }

    /** Continues routes, also while all threads of the pool are blocked, and at the very end of a stop. */
    public Executor worker() {
        return routes;
    }

    /** Whether an exchange that came from, or is in, one of these routes should not begin to wait. */
    public boolean isStopping(String fromRouteId, String routeId) {
        return lifecycle.isStopping(fromRouteId) || lifecycle.isStopping(routeId);
    }

    private void stopWaits(Predicate<JobListener> which, String reason) {
        if (jobs != null) {
            jobs.stop(which, reason);
        }
    }

    void setTime(LongSupplier nanoTime, Clock clock) {
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    void setEnvironment(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    void setDefaultBaseUrl(BaseUrl defaultBaseUrl) {
        gateways.setDefaultBaseUrl(GrokVideoProvider.lumenfall.name(), defaultBaseUrl);
    }

    void setResolver(DnsResolver resolver) {
        this.resolver = resolver;
    }

    void setConnector(UnaryOperator<ConnectionInitiator> connector) {
        this.connector = connector;
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }

    // options

    public GrokVideoConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(GrokVideoConfiguration configuration) {
        this.configuration = configuration;
    }

    public boolean isAllowLoopback() {
        return allowLoopback;
    }

    public void setAllowLoopback(boolean allowLoopback) {
        this.allowLoopback = allowLoopback;
    }

    public String getMediaHosts() {
        return mediaHosts;
    }

    public void setMediaHosts(String mediaHosts) {
        this.mediaHosts = mediaHosts;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public HostnameVerifier getX509HostnameVerifier() {
        return x509HostnameVerifier;
    }

    public void setX509HostnameVerifier(HostnameVerifier x509HostnameVerifier) {
        this.x509HostnameVerifier = x509HostnameVerifier;
    }

    public GrokVideoHttpVersion getHttpVersion() {
        return httpVersion;
    }

    public void setHttpVersion(GrokVideoHttpVersion httpVersion) {
        this.httpVersion = httpVersion;
    }

    public int getMaxTotalConnections() {
        return maxTotalConnections;
    }

    public void setMaxTotalConnections(int maxTotalConnections) {
        this.maxTotalConnections = maxTotalConnections;
    }

    public int getConnectionsPerRoute() {
        return connectionsPerRoute;
    }

    public void setConnectionsPerRoute(int connectionsPerRoute) {
        this.connectionsPerRoute = connectionsPerRoute;
    }

    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public long getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(long responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public long getConnectionTimeToLive() {
        return connectionTimeToLive;
    }

    public void setConnectionTimeToLive(long connectionTimeToLive) {
        this.connectionTimeToLive = connectionTimeToLive;
    }

    public String getUserAgent() {
        return userAgent;
    }

    public void setUserAgent(String userAgent) {
        this.userAgent = userAgent;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getProxyAuthScheme() {
        return proxyAuthScheme;
    }

    public void setProxyAuthScheme(String proxyAuthScheme) {
        this.proxyAuthScheme = proxyAuthScheme;
    }

    public String getProxyAuthUsername() {
        return proxyAuthUsername;
    }

    public void setProxyAuthUsername(String proxyAuthUsername) {
        this.proxyAuthUsername = proxyAuthUsername;
    }

    public String getProxyAuthPassword() {
        return proxyAuthPassword;
    }

    public void setProxyAuthPassword(String proxyAuthPassword) {
        this.proxyAuthPassword = proxyAuthPassword;
    }

    public String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    public int getWorkerPoolSize() {
        return workerPoolSize;
    }

    public void setWorkerPoolSize(int workerPoolSize) {
        this.workerPoolSize = workerPoolSize;
    }

    public ExecutorService getWorkerPool() {
        return workerPool;
    }

    public void setWorkerPool(ExecutorService workerPool) {
        this.workerPool = workerPool;
    }

    public Double getSubmissionsPerSecond() {
        return submissionsPerSecond;
    }

    public void setSubmissionsPerSecond(Double submissionsPerSecond) {
        this.submissionsPerSecond = submissionsPerSecond;
    }

    public JobStore getJobStore() {
        return jobStore;
    }

    public void setJobStore(JobStore jobStore) {
        this.jobStore = jobStore;
    }

    public DataSource getDataSource() {
        return dataSource;
    }

    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public String getWebhookPath() {
        return webhookPath;
    }

    public void setWebhookPath(String webhookPath) {
        this.webhookPath = webhookPath;
    }

    public String getWebhookVerifyToken() {
        return webhookVerifyToken;
    }

    public void setWebhookVerifyToken(String webhookVerifyToken) {
        this.webhookVerifyToken = webhookVerifyToken;
    }

    /** @deprecated use {@link #getWebhookVerifyToken()} */
    @Deprecated
    public String getWebhookSecret() {
        return webhookSecret;
    }

    /** @deprecated use {@link #setWebhookVerifyToken(String)}, whose name Camel masks */
    @Deprecated
    public void setWebhookSecret(String webhookSecret) {
        this.webhookSecret = webhookSecret;
    }

    public int getStatusRequestsPerSecond() {
        return statusRequestsPerSecond;
    }

    public void setStatusRequestsPerSecond(int statusRequestsPerSecond) {
        this.statusRequestsPerSecond = statusRequestsPerSecond;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }
}
