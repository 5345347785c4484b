/* Generated from the component's metadata: do not edit. */
package io.github.grokvideo.springboot;

import java.time.Duration;
import java.util.Map;

import io.github.grokvideo.GrokVideoBodyAs;
import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.GrokVideoPollStrategy;
import io.github.grokvideo.GrokVideoProvider;
import io.github.grokvideo.model.ImageRole;
import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Make videos from text, images and other videos with the model grok-imagine-video.
 */
@ConfigurationProperties("camel.component.grokvideo")
public class GrokVideoComponentConfiguration extends ComponentConfigurationPropertiesCommon {

    /**
     * For development: lets videos be fetched from this machine itself, also over plain http. By default only
     * public addresses are fetched from, and only over https.
     */
    private Boolean allowLoopback;

    /**
     * The API key. Where no option sets it, it is read from the environment variable LUMENFALL_API_KEY or
     * XAI_API_KEY, as the provider is.
     */
    private String apiKey;

    /**
     * Aspect ratio such as 16:9, 1:1, 9:16, or auto. Any ratio is mapped to the nearest supported one.
     */
    private String aspectRatio;

    /**
     * Whether autowiring is enabled. This is used for automatic autowiring options (the option must be marked as
     * autowired) by looking up in the registry to find if there is a single instance of matching type, which then
     * gets configured on the component. This can be used for automatic configuring JDBC data sources, JMS
     * connection factories, AWS Clients, etc.
     */
    private Boolean autowiredEnabled;

    /**
     * Address of the gateway's API. By default https://api.lumenfall.ai/v1, and https://api.lumenfall.ai/openai/v1
     * if that is where the API is found; with provider=xai, https://api.x.ai/v1.
     */
    private String baseUrl;

    /**
     * What the body of the message is: the prompt, an image, or a video. By default what its bytes say; what is
     * neither text nor an image or a video is refused. With image and video nothing else is ever made of the body,
     * and without an input nothing is submitted.
     */
    private GrokVideoBodyAs bodyAs;

    /**
     * Allows for bridging the consumer to the Camel routing Error Handler, which mean any exceptions (if possible)
     * occurred while the Camel consumer is trying to pickup incoming messages, or the likes, will now be processed
     * as a message and handled by the routing Error Handler. Important: This is only possible if the 3rd party
     * component allows Camel to be alerted if an exception was thrown. Some components handle this internally
     * only, and therefore bridgeErrorHandler is not possible. In other situations we may improve the Camel
     * component to hook into the 3rd party component and make this possible for future releases. By default the
     * consumer will use the org.apache.camel.spi.ExceptionHandler to deal with exceptions, that will be logged at
     * WARN or ERROR level and ignored.
     */
    private Boolean bridgeErrorHandler;

    /**
     * Time between two looks at the job store for jobs to watch.
     */
    private Duration claimInterval;

    /**
     * How many results are in the route at a time. Further ones wait in the job store.
     */
    private Integer concurrentConsumers;

    /**
     * Options for all endpoints.
     */
    private String configuration;

    /**
     * Time until a connection stands.
     */
    private Duration connectTimeout;

    /**
     * The time for a connection to live. By default as long as both sides keep it.
     */
    private Duration connectionTimeToLive;

    /**
     * The maximum number of connections to one host.
     */
    private Integer connectionsPerRoute;

    /**
     * A database that remembers submissions, over restarts, and for several machines together: H2 in a file, or
     * PostgreSQL. Short for a jobStore of the class JdbcJobStore.
     */
    private String dataSource;

    /**
     * Directory for output=file. Created if missing, at the latest when the route starts; one that cannot be
     * written to is refused then, and before each submission. By default the folder grokvideo-USER in the
     * directory for temporary files, which only that user can read.
     */
    private String directory;

    /**
     * How long fetching one video may take.
     */
    private Duration downloadTimeout;

    /**
     * Duration of the video in seconds.
     */
    private Double duration;

    /**
     * File name for output=file. By default the job's id. The extension is added if it is missing, and a number
     * where there are several videos.
     */
    private String fileName;

    /**
     * Used for enabling or disabling all consumer based health checks from this component
     */
    private Boolean healthCheckConsumerEnabled;

    /**
     * Used for enabling or disabling all producer based health checks from this component. Notice: Camel has by
     * default disabled all producer based health-checks. You can turn on producer checks globally by setting
     * camel.health.producersEnabled=true.
     */
    private Boolean healthCheckProducerEnabled;

    /**
     * HTTP_1_1 uses a pool of connections, HTTP_2 a single one (over TLS, without proxy).
     */
    private GrokVideoHttpVersion httpVersion;

    /**
     * The idempotency key of the submission, 1 to 256 characters: the same key again names the same job. An
     * expression of the simple language takes it from the message, such as ${header.JMSMessageID}. By default a
     * random one that stays the same over all redeliveries of the exchange. A fixed key makes one video only,
     * ever.
     */
    private String idempotencyKey;

    /**
     * What the input images are to the video (provider=xai): the first frame, or references that show what appears
     * in it. By default a single image is the first frame, and several are references.
     */
    private ImageRole imageRole;

    /**
     * The image to animate: an http(s) URL, a data URI, or a local file (file:photo.jpg, classpath:photo.jpg).
     * Several are separated by commas.
     */
    private String inputReference;

    /**
     * The video to edit: an http(s) URL, a data URI, or a local file (file:clip.mp4, classpath:clip.mp4).
     */
    private String inputVideo;

    /**
     * Remembers submissions, so that none is made twice and none is lost. By default in memory, until the process
     * ends.
     */
    private String jobStore;

    /**
     * How long to wait for a video, submission included. When it is over the exchange fails with the job's id; the
     * job goes on.
     */
    private Duration jobTimeout;

    /**
     * Whether the producer should be started lazy (on the first message). By starting lazy you can use this to
     * allow CamelContext and routes to startup in situations where a producer may otherwise fail during starting
     * and cause the route to fail being started. By deferring this startup to be lazy then the startup failure can
     * be handled during routing messages via Camel's routing error handlers. Beware that when the first message is
     * processed then creating and starting the producer may take a little time and prolong the total processing
     * time of the processing.
     */
    private Boolean lazyStartProducer;

    /**
     * How long a job belongs to this consumer without a sign of life; then another consumer on the same job store
     * takes it over.
     */
    private Duration leaseTime;

    /**
     * The most that a request may cost, in units of the currency. A request whose estimate is higher is refused
     * before anything is submitted: by the gateway's dry run, with provider=xai by a price list.
     */
    private Double maxCost;

    /**
     * The longest video to fetch, in bytes. All videos of a job together may have this times the number of videos
     * that were asked for. By default 2 GiB; with output=bytes, which keeps videos in memory, 256 MiB.
     */
    private Long maxDownloadSize;

    /**
     * How many jobs of all routes together may be under way; 0 for any number. Further exchanges wait, with
     * nothing submitted, until there is room.
     */
    private Integer maxInFlight;

    /**
     * The largest local image or video to send, in bytes before encoding; by default 20 MiB.
     */
    private Long maxInputSize;

    /**
     * With pollStrategy=adaptive, the longest time between two questions about a job, and until the first; within
     * it a finished video is noticed, unless the gateway asks for more time. By default, and with 0, six times
     * pollInterval.
     */
    private Duration maxPollInterval;

    /**
     * The maximum number of connections.
     */
    private Integer maxTotalConnections;

    /**
     * How many jobs this consumer watches at a time. Further ones are left to other consumers on the same job
     * store, or wait there.
     */
    private Integer maxWaiting;

    /**
     * How many times a result is delivered at most, the first delivery included. After the last one that failed it
     * is dead-lettered: kept in the job store, and not delivered again before grokvideo:settle says so. 0 or -1
     * for any number of times.
     */
    private Integer maximumDeliveries;

    /**
     * The hosts that videos may come from, separated by commas; by default any public host. An asterisk as the
     * first label stands for all names below, host:9000 for one port, and http://host lets plain http pass. A host
     * that is listed by its full name, or below a zone that is private such as corp or svc.cluster.local, may have
     * an address of a private network.
     */
    private String mediaHosts;

    /**
     * With pollStrategy=adaptive, the shortest time between two questions about a job. By default, and with 0, a
     * fifth of pollInterval.
     */
    private Duration minPollInterval;

    /**
     * The model.
     */
    private String model;

    /**
     * How many videos to make; the gateway's documentation allows 1 to 4. With more than one the body is a list.
     */
    private Integer n;

    /**
     * Comma-separated list of hosts that bypass the proxy. An asterisk stands for anything.
     */
    private String nonProxyHosts;

    /**
     * What the body is afterwards: the video's url, a stream, a file, bytes, or the job object. By default url;
     * for download, stream.
     */
    private GrokVideoOutput output;

    /**
     * Whether output=file replaces a file of the same name. Otherwise a number is added to the name.
     */
    private Boolean overwrite;

    /**
     * Further parameters, sent to the gateway untouched, such as parameters.seed=42. A value that is JSON (a
     * number, true, an object) is sent as it is written, anything else as a string. This is a multi-value option
     * with prefix: parameters.
     */
    private Map<String, Object> parameters;

    /**
     * How soon to know that a video is done: half of this time after it is, on average. With pollStrategy=fixed it
     * is the time between two questions about a job; the first comes within this time, at random.
     */
    private Duration pollInterval;

    /**
     * When to ask about a job: at a fixed interval, or when it is likely to be done, as others of its kind were
     * before. The second takes fewer requests for the same mean delay, and is the first until it has seen enough.
     */
    private GrokVideoPollStrategy pollStrategy;

    /**
     * The price of a second of video, where the price list of provider=xai is out of date.
     */
    private Double pricePerSecond;

    /**
     * An endpoint that gets a small exchange whenever the job stands elsewhere than before, such as
     * direct:progress. Its body is the job; headers tell status, previous status, progress and elapsed time, and
     * the property CamelCorrelationId the exchange that it is about.
     */
    private String progressUri;

    /**
     * The text prompt. Without it, and without the header, the body is the prompt.
     */
    private String prompt;

    /**
     * Whose API is spoken.
     */
    private GrokVideoProvider provider;

    /**
     * Proxy server password.
     */
    private String proxyAuthPassword;

    /**
     * Scheme of the proxy server.
     */
    private String proxyAuthScheme;

    /**
     * Proxy server username.
     */
    private String proxyAuthUsername;

    /**
     * Proxy server host.
     */
    private String proxyHost;

    /**
     * Proxy server port.
     */
    private Integer proxyPort;

    /**
     * Time until a result whose exchange failed is handed on again. It doubles with each delivery, up to ten
     * minutes.
     */
    private Duration redeliveryDelay;

    /**
     * Further HTTP headers of submissions, such as requestHeaders.X-Lumenfall-Replay=mock. This is a multi-value
     * option with prefix: requestHeaders.
     */
    private Map<String, Object> requestHeaders;

    /**
     * How often a single request is repeated after passing trouble. Submissions are repeated only when they cannot
     * make a second job. Questions about a job that is waited for are repeated until jobTimeout.
     */
    private Integer requestRetries;

    /**
     * How long a single request to the gateway may take, with all the waiting for a connection.
     */
    private Duration requestTimeout;

    /**
     * Resolution tier such as 1K, or auto. Any tier is mapped to the nearest supported one.
     */
    private String resolution;

    /**
     * Time until an answer begins, and between two parts of it.
     */
    private Duration responseTimeout;

    /**
     * Dimensions in pixels (1365x768), an aspect ratio (16:9) or auto. Wins over aspectRatio and resolution. What
     * the model does not support is mapped to the nearest that it does.
     */
    private String size;

    /**
     * TLS settings.
     */
    private String sslContextParameters;

    /**
     * How often a second all routes together may ask a gateway about jobs; 0 for any number. When more is due,
     * jobs that are likeliest to be done are asked about first. Where the gateway itself answers that it is asked
     * too often, it is asked less.
     */
    private Integer statusRequestsPerSecond;

    /**
     * Whether the prompt is stored in the job store, for people who look there. Media never are.
     */
    private Boolean storePrompt;

    /**
     * How many submissions a second all routes together may make; 0 for any number. Who comes too early waits for
     * a turn. By default what the provider allows: 1 with provider=xai, any number with lumenfall.
     */
    private Double submissionsPerSecond;

    /**
     * Enable usage of global SSL context parameters.
     */
    private Boolean useGlobalSslContextParameters;

    /**
     * The end user on whose behalf the video is made; shows up in the gateway's request history.
     */
    private String user;

    /**
     * The HTTP User-Agent request header.
     */
    private String userAgent;

    /**
     * Where webhooks of the gateway are received, such as /grokvideo/webhook, by Camel's platform-http: add a
     * component such as camel-platform-http-main. The webhookUrl of endpoints must lead here from outside.
     */
    private String webhookPath;

    /**
     * Time between two questions about a job with a webhookUrl, as long as webhooks arrive. When one is missing,
     * pollInterval counts again.
     */
    private Duration webhookPollInterval;

    /**
     * The same as webhookVerifyToken, which wins.
     */
    private String webhookSecret;

    /**
     * Where the gateway is to tell that a job is done, so that it need not be asked so often: the public https
     * address that leads to the component's webhookPath. Not with provider=xai, which knows no webhooks.
     */
    private String webhookUrl;

    /**
     * The secret with which the gateway signs webhooks, whsec_ and base64. During a rotation two, separated by a
     * comma. By default the gateway is asked for it.
     */
    private String webhookVerifyToken;

    /**
     * Continues routes whose videos are there, instead of a pool of the component's own. What it rejects, and what
     * would have to wait because all its threads are blocked, continues on additional threads of the component.
     */
    private String workerPool;

    /**
     * How many threads continue routes whose videos are there. No thread waits for a video. A thread that is
     * blocked by a step that waits synchronously for another exchange, such as a bean with a ProducerTemplate or a
     * circuitBreaker, does not count: additional threads are started while results would have to wait for it.
     */
    private Integer workerPoolSize;

    /**
     * Decides whether a certificate belongs to the host that was asked for. By default by the rules of RFC 2818.
     */
    private String x509HostnameVerifier;

    public Boolean getAllowLoopback() {
        return allowLoopback;
    }

    public void setAllowLoopback(Boolean allowLoopback) {
        this.allowLoopback = allowLoopback;
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getAspectRatio() {
        return aspectRatio;
    }

    public void setAspectRatio(String aspectRatio) {
        this.aspectRatio = aspectRatio;
    }

    public Boolean getAutowiredEnabled() {
        return autowiredEnabled;
    }

    public void setAutowiredEnabled(Boolean autowiredEnabled) {
        this.autowiredEnabled = autowiredEnabled;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public GrokVideoBodyAs getBodyAs() {
        return bodyAs;
    }

    public void setBodyAs(GrokVideoBodyAs bodyAs) {
        this.bodyAs = bodyAs;
    }

    public Boolean getBridgeErrorHandler() {
        return bridgeErrorHandler;
    }

    public void setBridgeErrorHandler(Boolean bridgeErrorHandler) {
        this.bridgeErrorHandler = bridgeErrorHandler;
    }

    public Duration getClaimInterval() {
        return claimInterval;
    }

    public void setClaimInterval(Duration claimInterval) {
        this.claimInterval = claimInterval;
    }

    public Integer getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(Integer concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public String getConfiguration() {
        return configuration;
    }

    public void setConfiguration(String configuration) {
        this.configuration = configuration;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getConnectionTimeToLive() {
        return connectionTimeToLive;
    }

    public void setConnectionTimeToLive(Duration connectionTimeToLive) {
        this.connectionTimeToLive = connectionTimeToLive;
    }

    public Integer getConnectionsPerRoute() {
        return connectionsPerRoute;
    }

    public void setConnectionsPerRoute(Integer connectionsPerRoute) {
        this.connectionsPerRoute = connectionsPerRoute;
    }

    public String getDataSource() {
        return dataSource;
    }

    public void setDataSource(String dataSource) {
        this.dataSource = dataSource;
    }

    public String getDirectory() {
        return directory;
    }

    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public Duration getDownloadTimeout() {
        return downloadTimeout;
    }

    public void setDownloadTimeout(Duration downloadTimeout) {
        this.downloadTimeout = downloadTimeout;
    }

    public Double getDuration() {
        return duration;
    }

    public void setDuration(Double duration) {
        this.duration = duration;
    }

    public String getFileName() {
        return fileName;
    }

    public void setFileName(String fileName) {
        this.fileName = fileName;
    }

    public Boolean getHealthCheckConsumerEnabled() {
        return healthCheckConsumerEnabled;
    }

    public void setHealthCheckConsumerEnabled(Boolean healthCheckConsumerEnabled) {
        this.healthCheckConsumerEnabled = healthCheckConsumerEnabled;
    }

    public Boolean getHealthCheckProducerEnabled() {
        return healthCheckProducerEnabled;
    }

    public void setHealthCheckProducerEnabled(Boolean healthCheckProducerEnabled) {
        this.healthCheckProducerEnabled = healthCheckProducerEnabled;
    }

    public GrokVideoHttpVersion getHttpVersion() {
        return httpVersion;
    }

    public void setHttpVersion(GrokVideoHttpVersion httpVersion) {
        this.httpVersion = httpVersion;
    }

    public String getIdempotencyKey() {
        return idempotencyKey;
    }

    public void setIdempotencyKey(String idempotencyKey) {
        this.idempotencyKey = idempotencyKey;
    }

    public ImageRole getImageRole() {
        return imageRole;
    }

    public void setImageRole(ImageRole imageRole) {
        this.imageRole = imageRole;
    }

    public String getInputReference() {
        return inputReference;
    }

    public void setInputReference(String inputReference) {
        this.inputReference = inputReference;
    }

    public String getInputVideo() {
        return inputVideo;
    }

    public void setInputVideo(String inputVideo) {
        this.inputVideo = inputVideo;
    }

    public String getJobStore() {
        return jobStore;
    }

    public void setJobStore(String jobStore) {
        this.jobStore = jobStore;
    }

    public Duration getJobTimeout() {
        return jobTimeout;
    }

    public void setJobTimeout(Duration jobTimeout) {
        this.jobTimeout = jobTimeout;
    }

    public Boolean getLazyStartProducer() {
        return lazyStartProducer;
    }

    public void setLazyStartProducer(Boolean lazyStartProducer) {
        this.lazyStartProducer = lazyStartProducer;
    }

    public Duration getLeaseTime() {
        return leaseTime;
    }

    public void setLeaseTime(Duration leaseTime) {
        this.leaseTime = leaseTime;
    }

    public Double getMaxCost() {
        return maxCost;
    }

    public void setMaxCost(Double maxCost) {
        this.maxCost = maxCost;
    }

    public Long getMaxDownloadSize() {
        return maxDownloadSize;
    }

    public void setMaxDownloadSize(Long maxDownloadSize) {
        this.maxDownloadSize = maxDownloadSize;
    }

    public Integer getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(Integer maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public Long getMaxInputSize() {
        return maxInputSize;
    }

    public void setMaxInputSize(Long maxInputSize) {
        this.maxInputSize = maxInputSize;
    }

    public Duration getMaxPollInterval() {
        return maxPollInterval;
    }

    public void setMaxPollInterval(Duration maxPollInterval) {
        this.maxPollInterval = maxPollInterval;
    }

    public Integer getMaxTotalConnections() {
        return maxTotalConnections;
    }

    public void setMaxTotalConnections(Integer maxTotalConnections) {
        this.maxTotalConnections = maxTotalConnections;
    }

    public Integer getMaxWaiting() {
        return maxWaiting;
    }

    public void setMaxWaiting(Integer maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    public Integer getMaximumDeliveries() {
        return maximumDeliveries;
    }

    public void setMaximumDeliveries(Integer maximumDeliveries) {
        this.maximumDeliveries = maximumDeliveries;
    }

    public String getMediaHosts() {
        return mediaHosts;
    }

    public void setMediaHosts(String mediaHosts) {
        this.mediaHosts = mediaHosts;
    }

    public Duration getMinPollInterval() {
        return minPollInterval;
    }

    public void setMinPollInterval(Duration minPollInterval) {
        this.minPollInterval = minPollInterval;
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public Integer getN() {
        return n;
    }

    public void setN(Integer n) {
        this.n = n;
    }

    public String getNonProxyHosts() {
        return nonProxyHosts;
    }

    public void setNonProxyHosts(String nonProxyHosts) {
        this.nonProxyHosts = nonProxyHosts;
    }

    public GrokVideoOutput getOutput() {
        return output;
    }

    public void setOutput(GrokVideoOutput output) {
        this.output = output;
    }

    public Boolean getOverwrite() {
        return overwrite;
    }

    public void setOverwrite(Boolean overwrite) {
        this.overwrite = overwrite;
    }

    public Map<String, Object> getParameters() {
        return parameters;
    }

    public void setParameters(Map<String, Object> parameters) {
        this.parameters = parameters;
    }

    public Duration getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public GrokVideoPollStrategy getPollStrategy() {
        return pollStrategy;
    }

    public void setPollStrategy(GrokVideoPollStrategy pollStrategy) {
        this.pollStrategy = pollStrategy;
    }

    public Double getPricePerSecond() {
        return pricePerSecond;
    }

    public void setPricePerSecond(Double pricePerSecond) {
        this.pricePerSecond = pricePerSecond;
    }

    public String getProgressUri() {
        return progressUri;
    }

    public void setProgressUri(String progressUri) {
        this.progressUri = progressUri;
    }

    public String getPrompt() {
        return prompt;
    }

    public void setPrompt(String prompt) {
        this.prompt = prompt;
    }

    public GrokVideoProvider getProvider() {
        return provider;
    }

    public void setProvider(GrokVideoProvider provider) {
        this.provider = provider;
    }

    public String getProxyAuthPassword() {
        return proxyAuthPassword;
    }

    public void setProxyAuthPassword(String proxyAuthPassword) {
        this.proxyAuthPassword = proxyAuthPassword;
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

    public Duration getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(Duration redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public Map<String, Object> getRequestHeaders() {
        return requestHeaders;
    }

    public void setRequestHeaders(Map<String, Object> requestHeaders) {
        this.requestHeaders = requestHeaders;
    }

    public Integer getRequestRetries() {
        return requestRetries;
    }

    public void setRequestRetries(Integer requestRetries) {
        this.requestRetries = requestRetries;
    }

    public Duration getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public String getResolution() {
        return resolution;
    }

    public void setResolution(String resolution) {
        this.resolution = resolution;
    }

    public Duration getResponseTimeout() {
        return responseTimeout;
    }

    public void setResponseTimeout(Duration responseTimeout) {
        this.responseTimeout = responseTimeout;
    }

    public String getSize() {
        return size;
    }

    public void setSize(String size) {
        this.size = size;
    }

    public String getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(String sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public Integer getStatusRequestsPerSecond() {
        return statusRequestsPerSecond;
    }

    public void setStatusRequestsPerSecond(Integer statusRequestsPerSecond) {
        this.statusRequestsPerSecond = statusRequestsPerSecond;
    }

    public Boolean getStorePrompt() {
        return storePrompt;
    }

    public void setStorePrompt(Boolean storePrompt) {
        this.storePrompt = storePrompt;
    }

    public Double getSubmissionsPerSecond() {
        return submissionsPerSecond;
    }

    public void setSubmissionsPerSecond(Double submissionsPerSecond) {
        this.submissionsPerSecond = submissionsPerSecond;
    }

    public Boolean getUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    public void setUseGlobalSslContextParameters(Boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public String getUserAgent() {
        return userAgent;
    }

    public void setUserAgent(String userAgent) {
        this.userAgent = userAgent;
    }

    public String getWebhookPath() {
        return webhookPath;
    }

    public void setWebhookPath(String webhookPath) {
        this.webhookPath = webhookPath;
    }

    public Duration getWebhookPollInterval() {
        return webhookPollInterval;
    }

    public void setWebhookPollInterval(Duration webhookPollInterval) {
        this.webhookPollInterval = webhookPollInterval;
    }

    public String getWebhookSecret() {
        return webhookSecret;
    }

    public void setWebhookSecret(String webhookSecret) {
        this.webhookSecret = webhookSecret;
    }

    public String getWebhookUrl() {
        return webhookUrl;
    }

    public void setWebhookUrl(String webhookUrl) {
        this.webhookUrl = webhookUrl;
    }

    public String getWebhookVerifyToken() {
        return webhookVerifyToken;
    }

    public void setWebhookVerifyToken(String webhookVerifyToken) {
        this.webhookVerifyToken = webhookVerifyToken;
    }

    public String getWorkerPool() {
        return workerPool;
    }

    public void setWorkerPool(String workerPool) {
        this.workerPool = workerPool;
    }

    public Integer getWorkerPoolSize() {
        return workerPoolSize;
    }

    public void setWorkerPoolSize(Integer workerPoolSize) {
        this.workerPoolSize = workerPoolSize;
    }

    public String getX509HostnameVerifier() {
        return x509HostnameVerifier;
    }

    public void setX509HostnameVerifier(String x509HostnameVerifier) {
        this.x509HostnameVerifier = x509HostnameVerifier;
    }
}
