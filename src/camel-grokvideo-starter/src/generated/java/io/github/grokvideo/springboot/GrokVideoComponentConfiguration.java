/* Generated from the component's metadata: do not edit. */
package io.github.grokvideo.springboot;

import java.time.Duration;
import java.util.Map;

import io.github.grokvideo.GrokVideoBodyAs;
import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.GrokVideoPollStrategy;
import io.github.grokvideo.GrokVideoSpendingFormat;
import io.github.grokvideo.model.ImageRole;
import org.apache.camel.LoggingLevel;
import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Generate videos from text, images and other videos with the model grok-imagine-video.
 */
@ConfigurationProperties("camel.component.grokvideo")
public class GrokVideoComponentConfiguration extends ComponentConfigurationPropertiesCommon {

    /**
     * Whether to allow video downloads from this machine (loopback addresses), including over plain http. For
     * development and tests. By default, videos are downloaded only from public addresses, and only over https.
     */
    private Boolean allowLoopback;

    /**
     * The API key. If not set, it is read from the environment variable LUMENFALL_API_KEY, or XAI_API_KEY with
     * provider=xai. With several providers, their keys in the same order, separated by commas; for one that is
     * empty or missing, the environment variable applies.
     */
    private String apiKey;

    /**
     * The aspect ratio of the video, such as 16:9, 1:1, 9:16 or auto. Unsupported ratios are mapped to the nearest
     * supported one.
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
     * The base URL of the API. By default https://api.lumenfall.ai/v1, or https://api.lumenfall.ai/openai/v1 if
     * the API is found there; https://api.x.ai/v1 with provider=xai. With several providers, their base URLs in
     * the same order, separated by commas; for one that is empty or missing, the default applies.
     */
    private String baseUrl;

    /**
     * How to interpret the message body: as the prompt, an image or a video. With auto, the type is detected from
     * the content, and a body that is neither text nor a supported image or video is rejected. With image or
     * video, the body is never interpreted as anything else, and nothing is submitted if the input is missing.
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
     * The names of the budgets that submissions count for, separated by commas; with grokvideo:budget, those to
     * read. By default all budgets of the component.
     */
    private String budget;

    /**
     * The limits of what all submissions together may cost, separated by semicolons, such as daily: 50 USD per day
     * in Europe/Berlin; tenants: 5 USD per day for $simple{header.tenant}. Each has a name and an amount, and
     * optionally a window (per hour, day, week or month), a time zone and a scope (for route, model, provider,
     * user or an expression). Budgets are counted in the job store, for all machines together. A submission fails
     * if its estimate is higher than what is left. Beans of the class GrokVideoBudget in the registry are budgets,
     * too.
     */
    private String budgets;

    /**
     * Whether to cancel the job if its exchange is abandoned while it waits: a circuit breaker has timed out, the
     * waiting thread was interrupted, or the route was removed. The gateway may charge for a cancelled job. Jobs
     * that another exchange of this process waits for, or that grokvideo:results delivers, are not cancelled, nor
     * is any job when the Camel context stops. Applies to generate, extend and await. Has no effect with
     * provider=xai, which cannot cancel jobs.
     */
    private Boolean cancelOnAbandon;

    /**
     * The time between two queries of the job store for jobs to claim.
     */
    private Duration claimInterval;

    /**
     * The maximum number of results to process concurrently in the route. Further results wait in the job store.
     */
    private Integer concurrentConsumers;

    /**
     * The configuration shared by all endpoints.
     */
    private String configuration;

    /**
     * The connect timeout.
     */
    private Duration connectTimeout;

    /**
     * The maximum lifetime of a connection. By default connections are kept as long as both sides keep them open.
     */
    private Duration connectionTimeToLive;

    /**
     * The maximum number of connections per host.
     */
    private Integer connectionsPerRoute;

    /**
     * The database for submissions, so that they survive restarts and can be shared by multiple machines: H2 in a
     * file, PostgreSQL, MariaDB or MySQL. Short for a jobStore of the class JdbcJobStore.
     */
    private String dataSource;

    /**
     * The directory for output=file. Created if missing, at the latest when the route starts. It must be writable,
     * which is checked at that time and before each submission. By default grokvideo-USER in the directory for
     * temporary files, which only that user can read.
     */
    private String directory;

    /**
     * The maximum time to download a video.
     */
    private Duration downloadTimeout;

    /**
     * The duration of the video in seconds. If not set, the provider's default applies.
     */
    private Double duration;

    /**
     * The file name for output=file. By default the job's id. The extension is added if missing, and a number if
     * there are multiple videos.
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
     * The HTTP version to use. HTTP_1_1 uses a pool of connections, HTTP_2 a single connection (over TLS, without
     * a proxy).
     */
    private GrokVideoHttpVersion httpVersion;

    /**
     * The idempotency key of the submission, 1 to 256 characters. Requests with the same key share one job.
     * Supports the simple language, such as ${header.JMSMessageID}. By default a random key that is kept for all
     * redeliveries of the exchange. With a constant key, only one video is ever generated.
     */
    private String idempotencyKey;

    /**
     * How to use the input images (provider=xai): as the first frame, or as references for what appears in the
     * video. With auto, a single image is the first frame, and multiple images are references.
     */
    private ImageRole imageRole;

    /**
     * The image to animate: an http(s) URL, a data URI, or a local file (file:photo.jpg, classpath:photo.jpg).
     * Separate multiple images with commas.
     */
    private String inputReference;

    /**
     * The video to edit or extend: an http(s) URL, a data URI, or a local file (file:clip.mp4,
     * classpath:clip.mp4).
     */
    private String inputVideo;

    /**
     * The level of the line that is logged at the end of each job, by the logger io.github.grokvideo.jobs: id,
     * outcome, duration, number of polls, provider, cost and key. OFF for none.
     */
    private LoggingLevel jobLogLevel;

    /**
     * To use a custom store for submissions, which ensures that no request is submitted twice and no job is lost.
     * By default submissions are kept in memory, until the process ends.
     */
    private String jobStore;

    /**
     * The maximum time to wait for a job, including its submission. After that, the exchange fails with an
     * exception that contains the job's id; the job itself keeps running. Time in the queue of maxInFlight or
     * submissionsPerSecond does not count.
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
     * The lease time of a claimed job. If this consumer fails to renew the lease within it, for example because
     * its process died, another consumer on the same job store takes the job over.
     */
    private Duration leaseTime;

    /**
     * The maximum cost of a request, in the currency of its estimate, such as 0.5 for 0.50 USD. A request is
     * rejected before submission if its estimate is higher, or if there is no estimate. Estimates come from the
     * gateway's dry run; with provider=xai, from a price list.
     */
    private Double maxCost;

    /**
     * The maximum size of a video to download, in bytes. All videos of a job together may have this size times the
     * number of requested videos. By default 2 GiB; with output=bytes, which keeps videos in memory, 256 MiB.
     */
    private Long maxDownloadSize;

    /**
     * The maximum number of jobs in flight across all routes; 0 for no limit. Further exchanges are queued before
     * their submission.
     */
    private Integer maxInFlight;

    /**
     * The maximum size of a local image or video to send, in bytes before encoding. By default 20 MiB.
     */
    private Long maxInputSize;

    /**
     * The maximum time between two status requests of a job, and until the first, with pollStrategy=adaptive. A
     * finished video is detected within this time, unless the gateway requests a longer delay. If not set or 0,
     * six times pollInterval.
     */
    private Duration maxPollInterval;

    /**
     * The maximum number of connections.
     */
    private Integer maxTotalConnections;

    /**
     * The maximum number of unfinished jobs that this consumer claims at a time. Further jobs stay in the job
     * store, available to other consumers.
     */
    private Integer maxWaiting;

    /**
     * The maximum number of deliveries of a result, including the first. If the last one fails, the result is
     * dead-lettered: it stays in the job store, and is not delivered again until grokvideo:settle releases it. 0
     * or -1 for no limit.
     */
    private Integer maximumDeliveries;

    /**
     * The hosts from which videos may be downloaded, separated by commas. By default any public host. An asterisk
     * as the first label matches all names below it, host:9000 allows a single port, and http://host allows plain
     * http. A host that is listed by its full name, or below a private zone such as corp or svc.cluster.local, may
     * have an address in a private network.
     */
    private String mediaHosts;

    /**
     * The minimum time between two status requests of a job, with pollStrategy=adaptive. If not set or 0, a fifth
     * of pollInterval.
     */
    private Duration minPollInterval;

    /**
     * The model to use.
     */
    private String model;

    /**
     * The number of videos to generate; the gateway documents 1 to 4. If greater than 1, the message body is a
     * list.
     */
    private Integer n;

    /**
     * A comma-separated list of hosts that bypass the proxy. An asterisk is a wildcard.
     */
    private String nonProxyHosts;

    /**
     * The message body after the operation: the URL of the video, a stream, a file, bytes, or the job object. By
     * default url; for the operation download, stream.
     */
    private GrokVideoOutput output;

    /**
     * Whether output=file overwrites an existing file of the same name. If not, a number is added to the name.
     */
    private Boolean overwrite;

    /**
     * Additional model parameters, sent to the gateway unchanged, such as parameters.seed=42. A value that is
     * valid JSON (a number, true, an object) is sent as JSON, any other value as a string. This is a multi-value
     * option with prefix: parameters.
     */
    private Map<String, Object> parameters;

    /**
     * The target polling interval. A finished video is detected after half of it, on average. With
     * pollStrategy=fixed, the time between two status requests of a job; the first is sent at a random time within
     * it.
     */
    private Duration pollInterval;

    /**
     * When to poll the status of a job: fixed polls at a fixed interval; adaptive polls when the job is likely to
     * be finished, judging by how long similar jobs took, which needs fewer requests for the same mean delay.
     * Until it has seen enough jobs, adaptive behaves like fixed.
     */
    private GrokVideoPollStrategy pollStrategy;

    /**
     * The price per second of video in USD. Replaces the price list of provider=xai if that is out of date.
     */
    private Double pricePerSecond;

    /**
     * The endpoint to notify when the status or progress of a job changes, such as direct:progress. It receives an
     * exchange with the job as its body, headers for status, previous status, progress and elapsed time, and the
     * id of the original exchange in the property CamelCorrelationId.
     */
    private String progressUri;

    /**
     * The text prompt. The header CamelGrokVideoPrompt takes precedence. If neither is set, the message body is
     * the prompt.
     */
    private String prompt;

    /**
     * The API to use: lumenfall for the Lumenfall gateway, xai for xAI's own API. With several, separated by
     * commas, such as lumenfall,xai, a request goes to the next one only if the previous one has certainly not
     * accepted it.
     */
    private String provider;

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
     * The delay before a result is delivered again after its exchange has failed. It doubles with each delivery,
     * up to ten minutes.
     */
    private Duration redeliveryDelay;

    /**
     * Additional HTTP headers to send with submissions, such as requestHeaders.X-Lumenfall-Replay=mock. This is a
     * multi-value option with prefix: requestHeaders.
     */
    private Map<String, Object> requestHeaders;

    /**
     * The maximum number of retries of a single request after transient failures. A submission is retried only if
     * that cannot create a second job. The status requests of a job that is being waited for are retried until
     * jobTimeout, regardless of this option.
     */
    private Integer requestRetries;

    /**
     * The maximum duration of a single request to the gateway, including the wait for a connection.
     */
    private Duration requestTimeout;

    /**
     * The resolution tier of the video, such as 1K, 720p or auto. Unsupported tiers are mapped to the nearest
     * supported one.
     */
    private String resolution;

    /**
     * The response timeout: the maximum time until a response starts, and between two parts of it.
     */
    private Duration responseTimeout;

    /**
     * Whether to reuse the video of an earlier identical request at no cost: one with equal parameters and input
     * media, by the same account. Concurrent identical requests share one job. Earlier requests are looked up in
     * the job store. If the gateway has lost the video, it is generated anew. Applies to generate and extend, and
     * not to requests with an idempotency key.
     */
    private Boolean reuse;

    /**
     * With reuse, the maximum age of the earlier request. 0 for any age, as long as the job store keeps the
     * request.
     */
    private Duration reuseWithin;

    /**
     * The size of the video: dimensions in pixels (1365x768), an aspect ratio (16:9) or auto. Takes precedence
     * over aspectRatio and resolution. Unsupported values are mapped to the nearest value that the model supports.
     */
    private String size;

    /**
     * With grokvideo:spending, what to group by, separated by commas: day, route, provider, model, user, scope, or
     * total for the sum of all.
     */
    private String spendingBy;

    /**
     * With grokvideo:spending, the message body: a list of SpendingRow, or a text of comma-separated values or
     * JSON.
     */
    private GrokVideoSpendingFormat spendingFormat;

    /**
     * With grokvideo:spending, how far back to count submissions. By default 30 days, which is as long as a job
     * store in a database keeps finished jobs.
     */
    private Duration spendingPeriod;

    /**
     * With grokvideo:spending, the time zone in which days begin, such as Europe/Berlin.
     */
    private String spendingTimeZone;

    /**
     * To configure TLS using SSLContextParameters.
     */
    private String sslContextParameters;

    /**
     * The maximum number of status requests per second to a gateway, across all routes; 0 for no limit. If more
     * are due, the jobs most likely to be finished are polled first. The rate is reduced if the gateway reports
     * too many requests.
     */
    private Integer statusRequestsPerSecond;

    /**
     * Whether to keep the prompt in the job store, so that it can be looked up there. Input media are never
     * stored.
     */
    private Boolean storePrompt;

    /**
     * The maximum number of submissions per second across all routes; 0 for no limit. Excess submissions are
     * queued. By default the limit of the provider: 1 with provider=xai, no limit with lumenfall.
     */
    private Double submissionsPerSecond;

    /**
     * Enable usage of global SSL context parameters.
     */
    private Boolean useGlobalSslContextParameters;

    /**
     * The end user on whose behalf the video is generated. Appears in the gateway's request history.
     */
    private String user;

    /**
     * The HTTP User-Agent request header.
     */
    private String userAgent;

    /**
     * The path on which to receive the gateway's webhooks, such as /grokvideo/webhook. Requires Camel's
     * platform-http, for example from camel-platform-http-main. The webhookUrl of endpoints must lead to this path
     * from outside.
     */
    private String webhookPath;

    /**
     * The time between two status requests of a job with a webhookUrl, as long as webhooks arrive. If one is
     * missing, pollInterval applies again.
     */
    private Duration webhookPollInterval;

    /**
     * The same as webhookVerifyToken, which takes precedence.
     */
    private String webhookSecret;

    /**
     * The public https URL to which the gateway sends a webhook when a job has finished, so that the job is polled
     * less often. Must lead to the component's webhookPath. Not supported with provider=xai.
     */
    private String webhookUrl;

    /**
     * The secret with which the gateway signs webhooks: whsec_ followed by base64. During a rotation two secrets,
     * separated by a comma. If not set, it is requested from the gateway.
     */
    private String webhookVerifyToken;

    /**
     * To use a custom thread pool to continue routes when videos are ready, instead of the component's own. Tasks
     * that it rejects, and tasks that would have to wait because all its threads are blocked, run on additional
     * threads of the component.
     */
    private String workerPool;

    /**
     * The number of threads that continue routes when videos are ready. No thread waits for a video. A thread that
     * is blocked by a step that waits synchronously for another exchange, such as a bean with a ProducerTemplate
     * or a circuitBreaker, does not count: additional threads are started while results would have to wait for it.
     */
    private Integer workerPoolSize;

    /**
     * To use a custom HostnameVerifier, which checks that a certificate matches the requested host. By default as
     * specified in RFC 2818.
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

    public String getBudget() {
        return budget;
    }

    public void setBudget(String budget) {
        this.budget = budget;
    }

    public String getBudgets() {
        return budgets;
    }

    public void setBudgets(String budgets) {
        this.budgets = budgets;
    }

    public Boolean getCancelOnAbandon() {
        return cancelOnAbandon;
    }

    public void setCancelOnAbandon(Boolean cancelOnAbandon) {
        this.cancelOnAbandon = cancelOnAbandon;
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

    public LoggingLevel getJobLogLevel() {
        return jobLogLevel;
    }

    public void setJobLogLevel(LoggingLevel jobLogLevel) {
        this.jobLogLevel = jobLogLevel;
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

    public String getProvider() {
        return provider;
    }

    public void setProvider(String provider) {
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

    public Boolean getReuse() {
        return reuse;
    }

    public void setReuse(Boolean reuse) {
        this.reuse = reuse;
    }

    public Duration getReuseWithin() {
        return reuseWithin;
    }

    public void setReuseWithin(Duration reuseWithin) {
        this.reuseWithin = reuseWithin;
    }

    public String getSize() {
        return size;
    }

    public void setSize(String size) {
        this.size = size;
    }

    public String getSpendingBy() {
        return spendingBy;
    }

    public void setSpendingBy(String spendingBy) {
        this.spendingBy = spendingBy;
    }

    public GrokVideoSpendingFormat getSpendingFormat() {
        return spendingFormat;
    }

    public void setSpendingFormat(GrokVideoSpendingFormat spendingFormat) {
        this.spendingFormat = spendingFormat;
    }

    public Duration getSpendingPeriod() {
        return spendingPeriod;
    }

    public void setSpendingPeriod(Duration spendingPeriod) {
        this.spendingPeriod = spendingPeriod;
    }

    public String getSpendingTimeZone() {
        return spendingTimeZone;
    }

    public void setSpendingTimeZone(String spendingTimeZone) {
        this.spendingTimeZone = spendingTimeZone;
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
