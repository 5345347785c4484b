package io.github.grokvideo;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import javax.net.ssl.HostnameVerifier;
import javax.sql.DataSource;

import io.github.grokvideo.internal.camel.ComponentOptions;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.ManagedJobs;
import io.github.grokvideo.internal.camel.OptionValidator;
import io.github.grokvideo.internal.camel.Providers;
import io.github.grokvideo.internal.camel.SensitiveOptions;
import io.github.grokvideo.internal.camel.health.ComponentHealthChecks;
import io.github.grokvideo.internal.camel.webhook.WebhookServer;
import io.github.grokvideo.store.JobKey;
import io.github.grokvideo.store.JobStore;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.LoggingLevel;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.PropertiesHelper;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;

/**
 * The component {@code grokvideo}: the options that all its endpoints share, and its lifecycle.
 * <p>
 * Options must be set before the component starts, by Camel's properties or by one thread; an option without a default
 * is {@code null}. Times are in milliseconds. Options that are invalid make {@link #start()} or the creation of an
 * endpoint fail with an {@link IllegalArgumentException} that names the option, its value and what is expected.
 * <p>
 * Over 400 lines, and one thing all the same: Camel finds options where the component declares them, each with its
 * accessors. What happens at run time is in {@link GrokVideoRuntime}, and the rules are in {@link OptionValidator}.
 */
@Component("grokvideo")
@ManagedResource(description = "Managed Grok Video component")
public class GrokVideoComponent extends HealthCheckComponent implements SSLContextParametersAware, ComponentOptions {

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
    @Metadata(label = "common",
              description = "The limits of what all submissions together may cost, separated by semicolons, such as"
                            + " daily: 50 USD per day in Europe/Berlin; tenants: 5 USD per day for"
                            + " $simple{header.tenant}. Each has a name and an amount, and optionally a window (per"
                            + " hour, day, week or month), a time zone and a scope (for route, model, provider, user"
                            + " or an expression). Budgets are counted in the job store, for all machines together."
                            + " A submission fails if its estimate is higher than what is left. Beans of the class"
                            + " GrokVideoBudget in the registry are budgets, too.")
    private String budgets;
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
                            + " multiple machines: H2 in a file, PostgreSQL, MariaDB or MySQL. Short for a jobStore"
                            + " of the class JdbcJobStore.")
    private DataSource dataSource;

    @Metadata(label = "advanced", defaultValue = "INFO", enums = "TRACE,DEBUG,INFO,WARN,ERROR,OFF",
              description = "The level of the line that is logged at the end of each job, by the logger"
                            + " io.github.grokvideo.jobs: id, outcome, duration, number of polls, provider, cost and key."
                            + " OFF for none.")
    private LoggingLevel jobLogLevel = LoggingLevel.INFO;

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

    private final GrokVideoRuntime runtime = new GrokVideoRuntime(this);
    private final ManagedJobs managed = new ManagedJobs(runtime);
    private WebhookServer webhooks;
    private ComponentHealthChecks healthChecks;

    public GrokVideoComponent() {
    }

    public GrokVideoComponent(CamelContext context) {
        super(context);
    }

    // lifecycle

    @Override
    public void setCamelContext(CamelContext camelContext) {
        super.setCamelContext(camelContext);
        SensitiveOptions.register(camelContext);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        runtime.init();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        OptionValidator.checkComponent(this);
        runtime.start();
        if (webhookPath != null && !webhookPath.isBlank()) {
            webhooks = new WebhookServer(configuration, runtime);
            webhooks.startWithContext();
        }
        healthChecks = new ComponentHealthChecks(name(), runtime, webhooks);
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (healthChecks != null) {
            healthChecks.stop();
            healthChecks = null;
        }
        if (webhooks != null) {
            webhooks.stop();
            webhooks = null;
        }
        runtime.stop();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GrokVideoConfiguration own = configuration.copy();
        own.setOperation(OptionValidator.operation(remaining));
        own.getParameters().putAll(PropertiesHelper.extractProperties(parameters, "parameters."));
        own.getRequestHeaders().putAll(PropertiesHelper.extractProperties(parameters, "requestHeaders."));
        OptionValidator.checkUri(remaining, parameters);
        removeBlankOptions(parameters);
        Providers.inherit(own, parameters);
        GrokVideoEndpoint endpoint = new GrokVideoEndpoint(uri, this, own, runtime);
        setProperties(endpoint, parameters);
        OptionValidator.checkNoneIsLeft(remaining, parameters.keySet(), getCamelContext());
        OptionValidator.checkEndpoint(own, runtime);
        return endpoint;
    }

    // a blank option is one that is not set; the number and duration types could not even hold it
    private void removeBlankOptions(Map<String, Object> parameters) {
        Set<String> known = getCamelContext().getCamelContextExtension().getEndpointUriFactory("grokvideo").propertyNames();
        parameters.entrySet().removeIf(
                option -> option.getValue() instanceof String text && text.isBlank()
                        && known.stream().anyMatch(option.getKey().replace("-", "")::equalsIgnoreCase));
    }

    // as which the context knows it; there may be several
    private String name() {
        return getCamelContext().getComponentNames().stream().filter(name -> getCamelContext().hasComponent(name) == this)
                .findFirst().orElse("grokvideo");
    }

    /** Receives webhooks; {@code null} if none are received. */
    WebhookServer webhooks() {
        return webhooks;
    }

    /** What the endpoints share. */
    GrokVideoRuntime runtime() {
        return runtime;
    }

    // JMX

    /** Returns how many jobs are under way in this process, those that wait for room included. */
    @ManagedAttribute(description = "The number of jobs under way")
    public int getJobsUnderWay() {
        return managed.underWay();
    }

    /** Returns how many submissions wait: for room, for a permit, or since too many have no response yet. */
    @ManagedAttribute(description = "The number of submissions that wait for a limit")
    public int getSubmissionsWaiting() {
        return managed.submissionsWaiting();
    }

    /** Returns how many status requests are due and wait for a permit. */
    @ManagedAttribute(description = "The number of status requests that wait for statusRequestsPerSecond")
    public int getStatusRequestsWaiting() {
        return managed.statusRequestsWaiting();
    }

    /** Returns when a job was last polled; {@code null} if none was. */
    @ManagedAttribute(description = "The time of the last status request")
    public Date getLastStatusRequest() {
        return managed.lastStatusRequest();
    }

    /** Returns the state of each gateway that an endpoint uses, by its latest responses: UP, or what is wrong. */
    @ManagedAttribute(description = "The state of each gateway, by its latest responses")
    public Map<String, String> getGatewayStates() {
        return managed.states(gateways());
    }

    /**
     * Returns the status of a job that is under way in this process, or that the job store knows. Sends no request.
     *
     * @return the name of a {@link io.github.grokvideo.model.JobStatus}, or of the phase of a job whose status was not
     *         read yet; {@code NOT_FOUND} if it is not known here
     */
    @ManagedOperation(description = "The status of a job under way, or of one that the job store knows")
    public String jobStatus(String jobId) {
        return managed.status(gateways(), jobId);
    }

    private List<JobKey> gateways() {
        return getCamelContext().getEndpoints().stream().filter(GrokVideoEndpoint.class::isInstance)
                .map(GrokVideoEndpoint.class::cast).filter(endpoint -> endpoint.getComponent() == this)
                .flatMap(endpoint -> managed.gateways(endpoint.getConfiguration()).stream()).distinct().toList();
    }

    // options, documented where they are declared

    public GrokVideoConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(GrokVideoConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isAllowLoopback() {
        return allowLoopback;
    }

    public void setAllowLoopback(boolean allowLoopback) {
        this.allowLoopback = allowLoopback;
    }

    @Override
    public String getMediaHosts() {
        return mediaHosts;
    }

    public void setMediaHosts(String mediaHosts) {
        this.mediaHosts = mediaHosts;
    }

    @Override
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

    @Override
    public HostnameVerifier getX509HostnameVerifier() {
        return x509HostnameVerifier;
    }

    public void setX509HostnameVerifier(HostnameVerifier x509HostnameVerifier) {
        this.x509HostnameVerifier = x509HostnameVerifier;
    }

    @Override
    public GrokVideoHttpVersion getHttpVersion() {
        return httpVersion;
    }

    public void setHttpVersion(GrokVideoHttpVersion httpVersion) {
        this.httpVersion = httpVersion;
    }

    @Override
    public int getMaxTotalConnections() {
        return maxTotalConnections;
    }

    public void setMaxTotalConnections(int maxTotalConnections) {
        this.maxTotalConnections = maxTotalConnections;
    }

    @Override
    public int getConnectionsPerRoute() {
        return connectionsPerRoute;
    }

    public void setConnectionsPerRoute(int connectionsPerRoute) {
        this.connectionsPerRoute = connectionsPerRoute;
    }

    @Override
    public long getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(long connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    @Override
    public long getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(long responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    @Override
    public long getConnectionTimeToLive() {
        return connectionTimeToLive;
    }

    public void setConnectionTimeToLive(long connectionTimeToLive) {
        this.connectionTimeToLive = connectionTimeToLive;
    }

    @Override
    public String getUserAgent() {
        return userAgent;
    }

    public void setUserAgent(String userAgent) {
        this.userAgent = userAgent;
    }

    @Override
    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    @Override
    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    @Override
    public String getProxyAuthScheme() {
        return proxyAuthScheme;
    }

    public void setProxyAuthScheme(String proxyAuthScheme) {
        this.proxyAuthScheme = proxyAuthScheme;
    }

    @Override
    public String getProxyAuthUsername() {
        return proxyAuthUsername;
    }

    public void setProxyAuthUsername(String proxyAuthUsername) {
        this.proxyAuthUsername = proxyAuthUsername;
    }

    @Override
    public String getProxyAuthPassword() {
        return proxyAuthPassword;
    }

    public void setProxyAuthPassword(String proxyAuthPassword) {
        this.proxyAuthPassword = proxyAuthPassword;
    }

    @Override
    public String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    @Override
    public int getWorkerPoolSize() {
        return workerPoolSize;
    }

    public void setWorkerPoolSize(int workerPoolSize) {
        this.workerPoolSize = workerPoolSize;
    }

    @Override
    public ExecutorService getWorkerPool() {
        return workerPool;
    }

    public void setWorkerPool(ExecutorService workerPool) {
        this.workerPool = workerPool;
    }

    @Override
    public Double getSubmissionsPerSecond() {
        return submissionsPerSecond;
    }

    public void setSubmissionsPerSecond(Double submissionsPerSecond) {
        this.submissionsPerSecond = submissionsPerSecond;
    }

    @Override
    public JobStore getJobStore() {
        return jobStore;
    }

    public void setJobStore(JobStore jobStore) {
        this.jobStore = jobStore;
    }

    @Override
    public DataSource getDataSource() {
        return dataSource;
    }

    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public String getWebhookPath() {
        return webhookPath;
    }

    public void setWebhookPath(String webhookPath) {
        this.webhookPath = webhookPath;
    }

    @Override
    public String getWebhookVerifyToken() {
        return webhookVerifyToken;
    }

    public void setWebhookVerifyToken(String webhookVerifyToken) {
        this.webhookVerifyToken = webhookVerifyToken;
    }

    /** @deprecated use {@link #getWebhookVerifyToken()} */
    @Deprecated
    @Override
    public String getWebhookSecret() {
        return webhookSecret;
    }

    /** @deprecated use {@link #setWebhookVerifyToken(String)}, whose name Camel masks */
    @Deprecated
    public void setWebhookSecret(String webhookSecret) {
        this.webhookSecret = webhookSecret;
    }

    @Override
    public int getStatusRequestsPerSecond() {
        return statusRequestsPerSecond;
    }

    public void setStatusRequestsPerSecond(int statusRequestsPerSecond) {
        this.statusRequestsPerSecond = statusRequestsPerSecond;
    }

    @Override
    public String getBudgets() {
        return budgets;
    }

    public void setBudgets(String budgets) {
        this.budgets = budgets;
    }

    @Override
    public LoggingLevel getJobLogLevel() {
        return jobLogLevel;
    }

    public void setJobLogLevel(LoggingLevel jobLogLevel) {
        this.jobLogLevel = jobLogLevel;
    }

    @Override
    @ManagedAttribute(description = "The maximum number of jobs in flight across all routes; 0 for no limit")
    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }
}
