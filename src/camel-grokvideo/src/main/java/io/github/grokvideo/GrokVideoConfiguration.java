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
 * Every option of an endpoint; the one place where options are declared. A blank option is an option that is not set.
 */
@UriParams
public class GrokVideoConfiguration implements Cloneable {

    /** The model where neither option nor header names one. */
    public static final String DEFAULT_MODEL = "grok-imagine-video";

    @UriPath(description = "What to do: generate, submit, extend, await, status, cancel, download, estimate, settle or webhook; as a"
                           + " consumer, results.")
    @Metadata(required = true)
    private GrokVideoOperation operation;

    // the gateway

    @UriParam(defaultValue = "lumenfall", description = "Whose API is spoken.")
    private GrokVideoProvider provider = GrokVideoProvider.lumenfall;
    @UriParam(label = "security", secret = true,
              description = "The API key. Where no option sets it, it is read from the environment variable LUMENFALL_API_KEY"
                            + " or XAI_API_KEY, as the provider is.")
    private String apiKey;
    @UriParam(description = "Address of the gateway's API. By default https://api.lumenfall.ai/v1, and"
                            + " https://api.lumenfall.ai/openai/v1 if that is where the API is found; with provider=xai, https://api.x.ai/v1.")
    private String baseUrl;
    @UriParam(label = "advanced", prefix = "requestHeaders.", multiValue = true,
              description = "Further HTTP headers of submissions, such as requestHeaders.X-Lumenfall-Replay=mock.")
    private Map<String, Object> requestHeaders = new HashMap<>();

    // the model's parameters

    @UriParam(defaultValue = DEFAULT_MODEL, description = "The model.")
    private String model = DEFAULT_MODEL;
    @UriParam(description = "The text prompt. Without it, and without the header, the body is the prompt.")
    private String prompt;
    @UriParam(description = "Duration of the video in seconds.")
    private Double duration;
    @UriParam(description = "Dimensions in pixels (1365x768), an aspect ratio (16:9) or auto. Wins over aspectRatio and resolution."
                            + " What the model does not support is mapped to the nearest that it does.")
    private String size;
    @UriParam(description = "Aspect ratio such as 16:9, 1:1, 9:16, or auto. Any ratio is mapped to the nearest supported one.")
    private String aspectRatio;
    @UriParam(description = "Resolution tier such as 1K, or auto. Any tier is mapped to the nearest supported one.")
    private String resolution;
    @UriParam(displayName = "Number of Videos",
              description = "How many videos to make; the gateway's documentation allows 1 to 4. With more than one the body is a"
                            + " list.")
    private Integer n;
    @UriParam(description = "The image to animate: an http(s) URL, a data URI, or a local file (file:photo.jpg, classpath:photo.jpg)."
                            + " Several are separated by commas.")
    private String inputReference;
    @UriParam(defaultValue = "auto",
              description = "What the input images are to the video (provider=xai): the first frame, or references that show what"
                            + " appears in it. By default a single image is the first frame, and several are references.")
    private ImageRole imageRole = ImageRole.auto;
    @UriParam(description = "The video to edit: an http(s) URL, a data URI, or a local file (file:clip.mp4, classpath:clip.mp4).")
    private String inputVideo;
    @UriParam(label = "producer", defaultValue = "auto",
              description = "What the body of the message is: the prompt, an image, or a video. By default what its bytes say; what is"
                            + " neither text nor an image or a video is refused. With image and video nothing else is ever made of the"
                            + " body, and without an input nothing is submitted.")
    private GrokVideoBodyAs bodyAs = GrokVideoBodyAs.auto;
    @UriParam(description = "The end user on whose behalf the video is made; shows up in the gateway's request history.")
    private String user;
    @UriParam(prefix = "parameters.", multiValue = true,
              description = "Further parameters, sent to the gateway untouched, such as parameters.seed=42. A value that is JSON (a"
                            + " number, true, an object) is sent as it is written, anything else as a string.")
    private Map<String, Object> parameters = new HashMap<>();
    @UriParam(label = "advanced",
              description = "The idempotency key of the submission, 1 to 256 characters: the same key again names the same job. An"
                            + " expression of the simple language takes it from the message, such as ${header.JMSMessageID}. By default a"
                            + " random one that stays the same over all redeliveries of the exchange. A fixed key makes one video only,"
                            + " ever.")
    private String idempotencyKey;

    @UriParam(label = "producer,advanced", defaultValue = "false",
              description = "Whether the prompt is stored in the job store, for people who look there. Media never are.")
    private boolean storePrompt;

    // money

    @UriParam(description = "The most that a request may cost, in units of the currency. A request whose estimate is higher is refused"
                            + " before anything is submitted: by the gateway's dry run, with provider=xai by a price list.")
    private Double maxCost;
    @UriParam(label = "advanced",
              description = "The price of a second of video, where the price list of provider=xai is out of date.")
    private Double pricePerSecond;

    // waiting

    @UriParam(defaultValue = "adaptive",
              description = "When to ask about a job: at a fixed interval, or when it is likely to be done, as others of its kind were"
                            + " before. The second takes fewer requests for the same mean delay, and is the first until it has seen enough.")
    private GrokVideoPollStrategy pollStrategy = GrokVideoPollStrategy.adaptive;
    @UriParam(defaultValue = "5000", javaType = "java.time.Duration",
              description = "How soon to know that a video is done: half of this time after it is, on average. With pollStrategy=fixed it is"
                            + " the time between two questions about a job; the first comes within this time, at random.")
    private long pollInterval = 5000;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "With pollStrategy=adaptive, the shortest time between two questions about a job. By default, and with 0,"
                            + " a fifth of pollInterval.")
    private long minPollInterval;
    @UriParam(label = "advanced", javaType = "java.time.Duration",
              description = "With pollStrategy=adaptive, the longest time between two questions about a job, and until the first; within"
                            + " it a finished video is noticed, unless the gateway asks for more time. By default, and with 0, six times"
                            + " pollInterval.")
    private long maxPollInterval;
    @UriParam(defaultValue = "1800000", javaType = "java.time.Duration",
              description = "How long to wait for a video, submission included. When it is over the exchange fails with the job's id;"
                            + " the job goes on.")
    private long jobTimeout = 1_800_000;
    @UriParam(label = "advanced", defaultValue = "120000", javaType = "java.time.Duration",
              description = "How long a single request to the gateway may take, with all the waiting for a connection.")
    private long requestTimeout = 120_000;
    @UriParam(label = "advanced", defaultValue = "5",
              description = "How often a single request is repeated after passing trouble. Submissions are repeated only when they"
                            + " cannot make a second job. Questions about a job that is waited for are repeated until jobTimeout.")
    private int requestRetries = 5;
    @UriParam(label = "producer",
              description = "An endpoint that gets a small exchange whenever the job stands elsewhere than before, such as"
                            + " direct:progress. Its body is the job; headers tell status, previous status, progress and elapsed time, and the"
                            + " property CamelCorrelationId the exchange that it is about.")
    private String progressUri;

    @UriParam(description = "Where the gateway is to tell that a job is done, so that it need not be asked so often: the public https"
                            + " address that leads to the component's webhookPath. Not with provider=xai, which knows no webhooks.")
    private String webhookUrl;
    @UriParam(label = "advanced", defaultValue = "60000", javaType = "java.time.Duration",
              description = "Time between two questions about a job with a webhookUrl, as long as webhooks arrive. When one is missing,"
                            + " pollInterval counts again.")
    private long webhookPollInterval = 60_000;

    // the result

    @UriParam(description = "What the body is afterwards: the video's url, a stream, a file, bytes, or the job object. By default url;"
                            + " for download, stream.")
    private GrokVideoOutput output;
    @UriParam(description = "Directory for output=file. Created if missing, at the latest when the route starts; one that cannot be"
                            + " written to is refused then, and before each submission. By default the folder grokvideo-USER in the"
                            + " directory for temporary files, which only that user can read.")
    private String directory;
    @UriParam(description = "File name for output=file. By default the job's id. The extension is added if it is missing, and a number"
                            + " where there are several videos.")
    private String fileName;
    @UriParam(defaultValue = "false",
              description = "Whether output=file replaces a file of the same name. Otherwise a number is added to the name.")
    private boolean overwrite;
    @UriParam(description = "The longest video to fetch, in bytes. All videos of a job together may have this times the number of videos"
                            + " that were asked for. By default 2 GiB; with output=bytes, which keeps videos in memory, 256 MiB.")
    private Long maxDownloadSize;
    @UriParam(label = "advanced", defaultValue = "900000", javaType = "java.time.Duration",
              description = "How long fetching one video may take.")
    private long downloadTimeout = 900_000;
    @UriParam(label = "producer,advanced", defaultValue = "20971520",
              description = "The largest local image or video to send, in bytes before encoding; by default 20 MiB.")
    private long maxInputSize = 20L << 20;

    // consuming results

    @UriParam(label = "consumer", defaultValue = "10",
              description = "How many results are in the route at a time. Further ones wait in the job store.")
    private int concurrentConsumers = 10;
    @UriParam(label = "consumer", defaultValue = "10000",
              description = "How many jobs this consumer watches at a time. Further ones are left to other consumers on the same job"
                            + " store, or wait there.")
    private int maxWaiting = 10_000;
    @UriParam(label = "consumer", defaultValue = "10000", javaType = "java.time.Duration",
              description = "Time until a result whose exchange failed is handed on again. It doubles with each delivery, up to ten"
                            + " minutes.")
    private long redeliveryDelay = 10_000;
    @UriParam(label = "consumer", defaultValue = "10",
              description = "How many times a result is delivered at most, the first delivery included. After the last one that"
                            + " failed it is dead-lettered: kept in the job store, and not delivered again before grokvideo:settle"
                            + " says so. 0 or -1 for any number of times.")
    private int maximumDeliveries = 10;
    @UriParam(label = "consumer,advanced", defaultValue = "1000", javaType = "java.time.Duration",
              description = "Time between two looks at the job store for jobs to watch.")
    private long claimInterval = 1000;
    @UriParam(label = "consumer,advanced", defaultValue = "60000", javaType = "java.time.Duration",
              description = "How long a job belongs to this consumer without a sign of life; then another consumer on the same job store"
                            + " takes it over.")
    private long leaseTime = 60_000;

    /** A copy that can be changed without changing this one. */
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

    public GrokVideoProvider getProvider() {
        return provider;
    }

    public void setProvider(GrokVideoProvider provider) {
        this.provider = provider;
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
