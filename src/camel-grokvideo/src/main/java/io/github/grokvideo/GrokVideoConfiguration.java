package io.github.grokvideo;

import java.util.HashMap;
import java.util.Map;

import io.github.grokvideo.model.ImageRole;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;

/**
 * The options of an endpoint. A blank value counts as not set. Times are in milliseconds, sizes in bytes.
 * <p>
 * Not thread-safe: set options before the endpoint starts.
 * <p>
 * Over 400 lines, and one thing all the same: Camel finds options where they are declared, each with its accessors. The
 * rules are in {@link io.github.grokvideo.internal.camel.OptionValidator}.
 */
@UriParams
public class GrokVideoConfiguration implements Cloneable {

    /** The model that is used if neither an option nor a header sets one. */
    public static final String DEFAULT_MODEL = "grok-imagine-video";

    @UriPath(description = "The operation to perform: generate, submit, extend, await, status, cancel, download,"
                           + " estimate, budget, spending, settle or webhook for producers; results for consumers.")
    @Metadata(required = true)
    private GrokVideoOperation operation;

    // the gateway

    @UriParam(defaultValue = "lumenfall",
              description = "The API to use: lumenfall for the Lumenfall gateway, xai for xAI's own API. With"
                            + " several, separated by commas, such as lumenfall,xai, a request goes to the next one"
                            + " only if the previous one has certainly not accepted it.")
    private String provider = GrokVideoProvider.lumenfall.name();
    @UriParam(label = "security", secret = true,
              description = "The API key. If not set, it is read from the environment variable LUMENFALL_API_KEY, or"
                            + " XAI_API_KEY with provider=xai. With several providers, their keys in the same order,"
                            + " separated by commas; for one that is empty or missing, the environment variable applies.")
    private String apiKey;
    @UriParam(description = "The base URL of the API. By default https://api.lumenfall.ai/v1, or"
                            + " https://api.lumenfall.ai/openai/v1 if the API is found there; https://api.x.ai/v1 with"
                            + " provider=xai. With several providers, their base URLs in the same order, separated by"
                            + " commas; for one that is empty or missing, the default applies.")
    private String baseUrl;
    @UriParam(label = "advanced", prefix = "requestHeaders.", multiValue = true,
              description = "Additional HTTP headers to send with submissions, such as"
                            + " requestHeaders.X-Lumenfall-Replay=mock.")
    private Map<String, Object> requestHeaders = new HashMap<>();

    // the model's parameters

    @UriParam(defaultValue = DEFAULT_MODEL, description = "The model to use.")
    private String model = DEFAULT_MODEL;
    @UriParam(description = "The text prompt. The header CamelGrokVideoPrompt takes precedence. If neither is set,"
                            + " the message body is the prompt.")
    private String prompt;
    @UriParam(description = "The duration of the video in seconds. If not set, the provider's default applies.")
    private Double duration;
    @UriParam(description = "The size of the video: dimensions in pixels (1365x768), an aspect ratio (16:9) or auto."
                            + " Takes precedence over aspectRatio and resolution. Unsupported values are mapped to the"
                            + " nearest value that the model supports.")
    private String size;
    @UriParam(description = "The aspect ratio of the video, such as 16:9, 1:1, 9:16 or auto. Unsupported ratios are"
                            + " mapped to the nearest supported one.")
    private String aspectRatio;
    @UriParam(description = "The resolution tier of the video, such as 1K, 720p or auto. Unsupported tiers are mapped"
                            + " to the nearest supported one.")
    private String resolution;
    @UriParam(displayName = "Number of Videos",
              description = "The number of videos to generate; the gateway documents 1 to 4. If greater than 1, the"
                            + " message body is a list.")
    private Integer n;
    @UriParam(description = "The image to animate: an http(s) URL, a data URI, or a local file (file:photo.jpg,"
                            + " classpath:photo.jpg). Separate multiple images with commas.")
    private String inputReference;
    @UriParam(defaultValue = "auto",
              description = "How to use the input images (provider=xai): as the first frame, or as references for"
                            + " what appears in the video. With auto, a single image is the first frame, and multiple"
                            + " images are references.")
    private ImageRole imageRole = ImageRole.auto;
    @UriParam(description = "The video to edit or extend: an http(s) URL, a data URI, or a local file (file:clip.mp4,"
                            + " classpath:clip.mp4).")
    private String inputVideo;
    @UriParam(label = "producer", defaultValue = "auto",
              description = "How to interpret the message body: as the prompt, an image or a video. With auto, the"
                            + " type is detected from the content, and a body that is neither text nor a supported"
                            + " image or video is rejected. With image or video, the body is never interpreted as"
                            + " anything else, and nothing is submitted if the input is missing.")
    private GrokVideoBodyAs bodyAs = GrokVideoBodyAs.auto;
    @UriParam(description = "The end user on whose behalf the video is generated. Appears in the gateway's request"
                            + " history.")
    private String user;
    @UriParam(prefix = "parameters.", multiValue = true,
              description = "Additional model parameters, sent to the gateway unchanged, such as parameters.seed=42."
                            + " A value that is valid JSON (a number, true, an object) is sent as JSON, any other value"
                            + " as a string.")
    private Map<String, Object> parameters = new HashMap<>();
    @UriParam(label = "advanced",
              description = "The idempotency key of the submission, 1 to 256 characters. Requests with the same key"
                            + " share one job. Supports the simple language, such as ${header.JMSMessageID}. By default"
                            + " a random key that is kept for all redeliveries of the exchange. With a constant key,"
                            + " only one video is ever generated.")
    private String idempotencyKey;

    @UriParam(label = "producer", defaultValue = "false",
              description = "Whether to reuse the video of an earlier identical request at no cost: one with equal"
                            + " parameters and input media, by the same account. Concurrent identical requests share"
                            + " one job. Earlier requests are looked up in the job store. If the gateway has lost"
                            + " the video, it is generated anew. Applies to generate and extend, and not to requests"
                            + " with an idempotency key.")
    private boolean reuse;
    @UriParam(label = "producer", defaultValue = "0", javaType = "java.time.Duration",
              description = "With reuse, the maximum age of the earlier request. 0 for any age, as long as the job"
                            + " store keeps the request.")
    private long reuseWithin;
    @UriParam(label = "producer,advanced", defaultValue = "false",
              description = "Whether to keep the prompt in the job store, so that it can be looked up there. Input"
                            + " media are never stored.")
    private boolean storePrompt;

    // money

    @UriParam(description = "The maximum cost of a request, in the currency of its estimate, such as 0.5 for 0.50"
                            + " USD. A request is rejected before submission if its estimate is higher, or if there"
                            + " is no estimate. Estimates come from the gateway's dry run; with provider=xai, from a"
                            + " price list.")
    private Double maxCost;
    @UriParam(label = "advanced",
              description = "The price per second of video in USD. Replaces the price list of provider=xai if that"
                            + " is out of date.")
    private Double pricePerSecond;

    @UriParam(label = "producer",
              description = "The names of the budgets that submissions count for, separated by commas; with"
                            + " grokvideo:budget, those to read. By default all budgets of the component.")
    private String budget;
    @UriParam(label = "producer", defaultValue = "day",
              description = "With grokvideo:spending, what to group by, separated by commas: day, route, provider, model,"
                            + " user, scope, or total for the sum of all.")
    private String spendingBy = "day";
    @UriParam(label = "producer", defaultValue = "list",
              description = "With grokvideo:spending, the message body: a list of SpendingRow, or a text of"
                            + " comma-separated values or JSON.")
    private GrokVideoSpendingFormat spendingFormat = GrokVideoSpendingFormat.list;
    @UriParam(label = "producer", defaultValue = "2592000000", javaType = "java.time.Duration",
              description = "With grokvideo:spending, how far back to count submissions. By default 30 days, which"
                            + " is as long as a job store in a database keeps finished jobs.")
    private long spendingPeriod = 2_592_000_000L;
    @UriParam(label = "producer,advanced", defaultValue = "UTC",
              description = "With grokvideo:spending, the time zone in which days begin, such as Europe/Berlin.")
    private String spendingTimeZone = "UTC";

    // waiting

    @UriParam(defaultValue = "adaptive",
              description = "When to poll the status of a job: fixed polls at a fixed interval; adaptive polls when"
                            + " the job is likely to be finished, judging by how long similar jobs took, which needs"
                            + " fewer requests for the same mean delay. Until it has seen enough jobs, adaptive behaves"
                            + " like fixed.")
    private GrokVideoPollStrategy pollStrategy = GrokVideoPollStrategy.adaptive;
    @UriParam(defaultValue = "5000", javaType = "java.time.Duration",
              description = "The target polling interval. A finished video is detected after half of it, on average."
                            + " With pollStrategy=fixed, the time between two status requests of a job; the first is"
                            + " sent at a random time within it.")
    private long pollInterval = 5000;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "The minimum time between two status requests of a job, with pollStrategy=adaptive. If"
                            + " not set or 0, a fifth of pollInterval.")
    private long minPollInterval;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "The maximum time between two status requests of a job, and until the first, with"
                            + " pollStrategy=adaptive. A finished video is detected within this time, unless the"
                            + " gateway requests a longer delay. If not set or 0, six times pollInterval.")
    private long maxPollInterval;
    @UriParam(defaultValue = "1800000", javaType = "java.time.Duration",
              description = "The maximum time to wait for a job, including its submission. After that, the exchange"
                            + " fails with an exception that contains the job's id; the job itself keeps running. Time"
                            + " in the queue of maxInFlight or submissionsPerSecond does not count.")
    private long jobTimeout = 1_800_000;
    @UriParam(label = "producer,advanced", defaultValue = "false",
              description = "Whether to cancel the job if its exchange is abandoned while it waits: a circuit"
                            + " breaker has timed out, the waiting thread was interrupted, or the route was removed."
                            + " The gateway may charge for a cancelled job. Jobs that another exchange of this"
                            + " process waits for, or that grokvideo:results delivers, are not cancelled, nor is any"
                            + " job when the Camel context stops. Applies to generate, extend and await. Has no"
                            + " effect with provider=xai, which cannot cancel jobs.")
    private boolean cancelOnAbandon;
    @UriParam(label = "advanced", defaultValue = "120000", javaType = "java.time.Duration",
              description = "The maximum duration of a single request to the gateway, including the wait for a"
                            + " connection.")
    private long requestTimeout = 120_000;
    @UriParam(label = "advanced", defaultValue = "5",
              description = "The maximum number of retries of a single request after transient failures. A submission"
                            + " is retried only if that cannot create a second job. The status requests of a job that"
                            + " is being waited for are retried until jobTimeout, regardless of this option.")
    private int requestRetries = 5;
    @UriParam(label = "producer",
              description = "The endpoint to notify when the status or progress of a job changes, such as"
                            + " direct:progress. It receives an exchange with the job as its body, headers for status,"
                            + " previous status, progress and elapsed time, and the id of the original exchange in the"
                            + " property CamelCorrelationId.")
    private String progressUri;

    @UriParam(description = "The public https URL to which the gateway sends a webhook when a job has finished, so"
                            + " that the job is polled less often. Must lead to the component's webhookPath. Not"
                            + " supported with provider=xai.")
    private String webhookUrl;
    @UriParam(label = "advanced", defaultValue = "60000", javaType = "java.time.Duration",
              description = "The time between two status requests of a job with a webhookUrl, as long as webhooks"
                            + " arrive. If one is missing, pollInterval applies again.")
    private long webhookPollInterval = 60_000;

    // the result

    @UriParam(description = "The message body after the operation: the URL of the video, a stream, a file, bytes, or"
                            + " the job object. By default url; for the operation download, stream.")
    private GrokVideoOutput output;
    @UriParam(description = "The directory for output=file. Created if missing, at the latest when the route starts."
                            + " It must be writable, which is checked at that time and before each submission. By"
                            + " default grokvideo-USER in the directory for temporary files, which only that user can"
                            + " read.")
    private String directory;
    @UriParam(description = "The file name for output=file. By default the job's id. The extension is added if"
                            + " missing, and a number if there are multiple videos.")
    private String fileName;
    @UriParam(defaultValue = "false",
              description = "Whether output=file overwrites an existing file of the same name. If not, a number is"
                            + " added to the name.")
    private boolean overwrite;
    @UriParam(description = "The maximum size of a video to download, in bytes. All videos of a job together may have"
                            + " this size times the number of requested videos. By default 2 GiB; with output=bytes,"
                            + " which keeps videos in memory, 256 MiB.")
    private Long maxDownloadSize;
    @UriParam(label = "advanced", defaultValue = "900000", javaType = "java.time.Duration",
              description = "The maximum time to download a video.")
    private long downloadTimeout = 900_000;
    @UriParam(label = "producer,advanced", defaultValue = "20971520",
              description = "The maximum size of a local image or video to send, in bytes before encoding. By default"
                            + " 20 MiB.")
    private long maxInputSize = 20L << 20;

    // consuming results

    @UriParam(label = "consumer", defaultValue = "10",
              description = "The maximum number of results to process concurrently in the route. Further results wait"
                            + " in the job store.")
    private int concurrentConsumers = 10;
    @UriParam(label = "consumer", defaultValue = "10000",
              description = "The maximum number of unfinished jobs that this consumer claims at a time. Further jobs"
                            + " stay in the job store, available to other consumers.")
    private int maxWaiting = 10_000;
    @UriParam(label = "consumer", defaultValue = "10000", javaType = "java.time.Duration",
              description = "The delay before a result is delivered again after its exchange has failed. It doubles"
                            + " with each delivery, up to ten minutes.")
    private long redeliveryDelay = 10_000;
    @UriParam(label = "consumer", defaultValue = "10",
              description = "The maximum number of deliveries of a result, including the first. If the last one"
                            + " fails, the result is dead-lettered: it stays in the job store, and is not delivered"
                            + " again until grokvideo:settle releases it. 0 or -1 for no limit.")
    private int maximumDeliveries = 10;
    @UriParam(label = "consumer,advanced", defaultValue = "1000", javaType = "java.time.Duration",
              description = "The time between two queries of the job store for jobs to claim.")
    private long claimInterval = 1000;
    @UriParam(label = "consumer,advanced", defaultValue = "60000", javaType = "java.time.Duration",
              description = "The lease time of a claimed job. If this consumer fails to renew the lease within it,"
                            + " for example because its process died, another consumer on the same job store takes the"
                            + " job over.")
    private long leaseTime = 60_000;

    /** Returns an independent copy. */
    public GrokVideoConfiguration copy() {
        try {
            GrokVideoConfiguration copy = (GrokVideoConfiguration) clone();
            copy.requestHeaders = new HashMap<>(requestHeaders);
            copy.parameters = new HashMap<>(parameters);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public GrokVideoOperation getOperation() {
        return operation;
    }

    public void setOperation(GrokVideoOperation operation) {
        this.operation = operation;
    }

    public String getProvider() {
        return provider;
    }

    public void setProvider(String provider) {
        this.provider = provider;
    }

    public void setProvider(GrokVideoProvider provider) {
        this.provider = provider == null ? null : provider.name();
    }

    public String getApiKey() {
        return apiKey;
    }

    public void setApiKey(String apiKey) {
        this.apiKey = apiKey;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public Map<String, Object> getRequestHeaders() {
        return requestHeaders;
    }

    public void setRequestHeaders(Map<String, Object> requestHeaders) {
        this.requestHeaders = requestHeaders;
    }

    public String getModel() {
        return model;
    }

    public void setModel(String model) {
        this.model = model;
    }

    public String getPrompt() {
        return prompt;
    }

    public void setPrompt(String prompt) {
        this.prompt = prompt;
    }

    public Double getDuration() {
        return duration;
    }

    public void setDuration(Double duration) {
        this.duration = duration;
    }

    public String getSize() {
        return size;
    }

    public void setSize(String size) {
        this.size = size;
    }

    public String getAspectRatio() {
        return aspectRatio;
    }

    public void setAspectRatio(String aspectRatio) {
        this.aspectRatio = aspectRatio;
    }

    public String getResolution() {
        return resolution;
    }

    public void setResolution(String resolution) {
        this.resolution = resolution;
    }

    public Integer getN() {
        return n;
    }

    public void setN(Integer n) {
        this.n = n;
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

    public GrokVideoBodyAs getBodyAs() {
        return bodyAs;
    }

    public void setBodyAs(GrokVideoBodyAs bodyAs) {
        this.bodyAs = bodyAs;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public Map<String, Object> getParameters() {
        return parameters;
    }

    public void setParameters(Map<String, Object> parameters) {
        this.parameters = parameters;
    }

    public String getIdempotencyKey() {
        return idempotencyKey;
    }

    public void setIdempotencyKey(String idempotencyKey) {
        this.idempotencyKey = idempotencyKey;
    }

    public GrokVideoPollStrategy getPollStrategy() {
        return pollStrategy;
    }

    public void setPollStrategy(GrokVideoPollStrategy pollStrategy) {
        this.pollStrategy = pollStrategy;
    }

    public long getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(long pollInterval) {
        this.pollInterval = pollInterval;
    }

    public long getMinPollInterval() {
        return minPollInterval;
    }

    public void setMinPollInterval(long minPollInterval) {
        this.minPollInterval = minPollInterval;
    }

    public long getMaxPollInterval() {
        return maxPollInterval;
    }

    public void setMaxPollInterval(long maxPollInterval) {
        this.maxPollInterval = maxPollInterval;
    }

    public long getJobTimeout() {
        return jobTimeout;
    }

    public void setJobTimeout(long jobTimeout) {
        this.jobTimeout = jobTimeout;
    }

    public boolean isCancelOnAbandon() {
        return cancelOnAbandon;
    }

    public void setCancelOnAbandon(boolean cancelOnAbandon) {
        this.cancelOnAbandon = cancelOnAbandon;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public int getRequestRetries() {
        return requestRetries;
    }

    public void setRequestRetries(int requestRetries) {
        this.requestRetries = requestRetries;
    }

    public String getProgressUri() {
        return progressUri;
    }

    public void setProgressUri(String progressUri) {
        this.progressUri = progressUri;
    }

    public GrokVideoOutput getOutput() {
        return output;
    }

    public void setOutput(GrokVideoOutput output) {
        this.output = output;
    }

    public String getDirectory() {
        return directory;
    }

    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public String getFileName() {
        return fileName;
    }

    public void setFileName(String fileName) {
        this.fileName = fileName;
    }

    public boolean isOverwrite() {
        return overwrite;
    }

    public void setOverwrite(boolean overwrite) {
        this.overwrite = overwrite;
    }

    public Long getMaxDownloadSize() {
        return maxDownloadSize;
    }

    public void setMaxDownloadSize(Long maxDownloadSize) {
        this.maxDownloadSize = maxDownloadSize;
    }

    public long getDownloadTimeout() {
        return downloadTimeout;
    }

    public void setDownloadTimeout(long downloadTimeout) {
        this.downloadTimeout = downloadTimeout;
    }

    public long getMaxInputSize() {
        return maxInputSize;
    }

    public void setMaxInputSize(long maxInputSize) {
        this.maxInputSize = maxInputSize;
    }

    public ImageRole getImageRole() {
        return imageRole;
    }

    public void setImageRole(ImageRole imageRole) {
        this.imageRole = imageRole;
    }

    public Double getMaxCost() {
        return maxCost;
    }

    public void setMaxCost(Double maxCost) {
        this.maxCost = maxCost;
    }

    public Double getPricePerSecond() {
        return pricePerSecond;
    }

    public void setPricePerSecond(Double pricePerSecond) {
        this.pricePerSecond = pricePerSecond;
    }

    public boolean isReuse() {
        return reuse;
    }

    public void setReuse(boolean reuse) {
        this.reuse = reuse;
    }

    public long getReuseWithin() {
        return reuseWithin;
    }

    public void setReuseWithin(long reuseWithin) {
        this.reuseWithin = reuseWithin;
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

    public long getSpendingPeriod() {
        return spendingPeriod;
    }

    public void setSpendingPeriod(long spendingPeriod) {
        this.spendingPeriod = spendingPeriod;
    }

    public String getSpendingTimeZone() {
        return spendingTimeZone;
    }

    public void setSpendingTimeZone(String spendingTimeZone) {
        this.spendingTimeZone = spendingTimeZone;
    }

    public String getBudget() {
        return budget;
    }

    public void setBudget(String budget) {
        this.budget = budget;
    }

    public boolean isStorePrompt() {
        return storePrompt;
    }

    public void setStorePrompt(boolean storePrompt) {
        this.storePrompt = storePrompt;
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    public void setConcurrentConsumers(int concurrentConsumers) {
        this.concurrentConsumers = concurrentConsumers;
    }

    public int getMaxWaiting() {
        return maxWaiting;
    }

    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    public long getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(long redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public int getMaximumDeliveries() {
        return maximumDeliveries;
    }

    public void setMaximumDeliveries(int maximumDeliveries) {
        this.maximumDeliveries = maximumDeliveries;
    }

    public long getClaimInterval() {
        return claimInterval;
    }

    public void setClaimInterval(long claimInterval) {
        this.claimInterval = claimInterval;
    }

    public long getLeaseTime() {
        return leaseTime;
    }

    public void setLeaseTime(long leaseTime) {
        this.leaseTime = leaseTime;
    }

    public String getWebhookUrl() {
        return webhookUrl;
    }

    public void setWebhookUrl(String webhookUrl) {
        this.webhookUrl = webhookUrl;
    }

    public long getWebhookPollInterval() {
        return webhookPollInterval;
    }

    public void setWebhookPollInterval(long webhookPollInterval) {
        this.webhookPollInterval = webhookPollInterval;
    }
}
