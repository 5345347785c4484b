package io.github.grokvideo;

import org.apache.camel.spi.Metadata;

/** The message headers of the component. A header takes precedence over the option of the same name. */
public final class GrokVideoConstants {

    // in

    @Metadata(label = "producer", description = "The text prompt. Takes precedence over the option prompt and the body.",
              javaType = "String")
    public static final String PROMPT = "CamelGrokVideoPrompt";
    @Metadata(label = "producer", description = "The duration of the video in seconds.", javaType = "Double")
    public static final String DURATION = "CamelGrokVideoDuration";
    @Metadata(label = "producer",
              description = "The size of the video: dimensions in pixels (1365x768), an aspect ratio (16:9) or auto."
                            + " Takes precedence over aspect ratio and resolution.",
              javaType = "String")
    public static final String SIZE = "CamelGrokVideoSize";
    @Metadata(label = "producer", description = "The aspect ratio of the video, such as 16:9, or auto.", javaType = "String")
    public static final String ASPECT_RATIO = "CamelGrokVideoAspectRatio";
    @Metadata(label = "producer", description = "The resolution tier of the video, such as 1K, or auto.", javaType = "String")
    public static final String RESOLUTION = "CamelGrokVideoResolution";
    @Metadata(label = "producer", description = "The number of videos to generate.", javaType = "Integer")
    public static final String N = "CamelGrokVideoN";
    @Metadata(label = "producer",
              description = "The image or images to animate: an http(s) URL, a data URI, a File, Path, InputStream or"
                            + " byte array, or a collection of these. Text is never interpreted as the name of a local"
                            + " file.",
              javaType = "Object")
    public static final String INPUT_REFERENCE = "CamelGrokVideoInputReference";
    @Metadata(label = "producer", description = "How to use the input images (provider=xai).", javaType = "String",
              enums = "auto,firstFrame,reference")
    public static final String IMAGE_ROLE = "CamelGrokVideoImageRole";
    @Metadata(label = "producer",
              description = "The video to edit or extend: an http(s) URL, a data URI, a File, Path, InputStream or"
                            + " byte array. Text is never interpreted as the name of a local file.",
              javaType = "Object")
    public static final String INPUT_VIDEO = "CamelGrokVideoInputVideo";
    @Metadata(label = "producer", description = "The model to use.", javaType = "String")
    public static final String MODEL = "CamelGrokVideoModel";
    @Metadata(label = "producer", description = "The end user on whose behalf the video is generated.", javaType = "String")
    public static final String USER = "CamelGrokVideoUser";
    @Metadata(label = "producer",
              description = "Additional model parameters, sent to the gateway unchanged. Merged with those of the"
                            + " option parameters; takes precedence where names are equal.",
              javaType = "java.util.Map<String, Object>")
    public static final String PARAMETERS = "CamelGrokVideoParameters";
    @Metadata(label = "producer",
              description = "The idempotency key of the next submission. Requests with the same key share one job."
                            + " Removed from the message when that submission has succeeded, so that a later step does"
                            + " not return the first video again.",
              javaType = "String")
    public static final String IDEMPOTENCY_KEY = "CamelGrokVideoIdempotencyKey";
    @Metadata(label = "producer",
              description = "The file name for output=file. Directories in it are ignored; the extension is added if"
                            + " missing.",
              javaType = "String")
    public static final String FILE_NAME = "CamelGrokVideoFileName";

    // budgets

    @Metadata(label = "producer",
              description = "With grokvideo:budget, the name of the budget to read or to correct.", javaType = "String")
    public static final String BUDGET = "CamelGrokVideoBudget";
    @Metadata(label = "producer",
              description = "With grokvideo:budget, the scope to read or to correct, such as a tenant. By default all"
                            + " scopes are read, and a budget without scopes is corrected.",
              javaType = "String")
    public static final String BUDGET_SCOPE = "CamelGrokVideoBudgetScope";
    @Metadata(label = "producer",
              description = "With grokvideo:budget, the amount to add to the amount spent, in the currency of the"
                            + " budget; a negative amount allows more. Requires CamelGrokVideoBudget and"
                            + " CamelGrokVideoBudgetReason.",
              javaType = "java.math.BigDecimal")
    public static final String BUDGET_CORRECTION = "CamelGrokVideoBudgetCorrection";
    @Metadata(label = "producer",
              description = "With grokvideo:budget, the reason for the correction, which is kept in the job store.",
              javaType = "String")
    public static final String BUDGET_REASON = "CamelGrokVideoBudgetReason";

    // spending

    @Metadata(label = "producer",
              description = "With grokvideo:spending, what to group by. Takes precedence over spendingBy.",
              javaType = "String")
    public static final String SPENDING_BY = "CamelGrokVideoSpendingBy";
    @Metadata(label = "producer",
              description = "With grokvideo:spending, the start of the period in which submissions count: a time or"
                            + " day in ISO 8601, such as 2026-01-01. Takes precedence over spendingPeriod.",
              javaType = "java.time.Instant")
    public static final String SPENDING_FROM = "CamelGrokVideoSpendingFrom";
    @Metadata(label = "producer",
              description = "With grokvideo:spending, the end of the period in which submissions count, exclusive: a"
                            + " time or day in ISO 8601. By default now.",
              javaType = "java.time.Instant")
    public static final String SPENDING_TO = "CamelGrokVideoSpendingTo";

    // in and out

    @Metadata(label = "producer",
              description = "The gateway's id of the job. Set by every operation that knows it, also on failure; read"
                            + " by await, status, cancel and download. Takes precedence over the body, unless the body"
                            + " is one of CamelGrokVideoJobIds.",
              javaType = "String")
    public static final String JOB_ID = "CamelGrokVideoJobId";

    @Metadata(label = "producer",
              description = "The provider that has the job: lumenfall or xai. Set by every operation that knows it, and"
                            + " by grokvideo:results. Read by await, status, cancel, download and settle of an endpoint"
                            + " with several providers; without it, they find out which one has the job.",
              javaType = "String")
    public static final String PROVIDER = "CamelGrokVideoProvider";

    // out

    @Metadata(label = "producer",
              description = "The ids of all jobs, if a request takes more than one.", javaType = "java.util.List<String>")
    public static final String JOB_IDS = "CamelGrokVideoJobIds";

    @Metadata(label = "producer",
              description = "The status of the job.",
              javaType = "String", enums = "QUEUED,RUNNING,COMPLETED,FAILED,CANCELLED,EXPIRED,UNKNOWN")
    public static final String STATUS = "CamelGrokVideoStatus";
    @Metadata(label = "producer", description = "On a progress exchange, the previous status of the job.", javaType = "String")
    public static final String PREVIOUS_STATUS = "CamelGrokVideoPreviousStatus";
    @Metadata(label = "producer", description = "The progress of the job from 0 to 100, if the gateway reports it.",
              javaType = "Integer")
    public static final String PROGRESS = "CamelGrokVideoProgress";
    @Metadata(label = "producer", description = "The time since the component received the exchange, in milliseconds.",
              javaType = "Long")
    public static final String ELAPSED = "CamelGrokVideoElapsed";
    @Metadata(label = "producer", description = "The URL of the first video.", javaType = "String")
    public static final String VIDEO_URL = "CamelGrokVideoVideoUrl";
    @Metadata(label = "producer", description = "The URLs of all videos.", javaType = "java.util.List<String>")
    public static final String VIDEO_URLS = "CamelGrokVideoVideoUrls";
    @Metadata(label = "producer", description = "The time at which the URLs expire.", javaType = "java.time.Instant")
    public static final String EXPIRES_AT = "CamelGrokVideoExpiresAt";
    @Metadata(label = "producer", description = "The duration of the video in seconds, as reported by the gateway.",
              javaType = "Double")
    public static final String VIDEO_DURATION = "CamelGrokVideoVideoDuration";
    @Metadata(label = "producer", description = "The size of the video, as reported by the gateway.", javaType = "String")
    public static final String VIDEO_SIZE = "CamelGrokVideoVideoSize";
    @Metadata(label = "producer",
              description = "The number of downloaded bytes, of all videos together (output=stream, file, bytes).",
              javaType = "Long")
    public static final String VIDEO_LENGTH = "CamelGrokVideoVideoLength";
    @Metadata(label = "producer", description = "The cost of the job, in the currency of CamelGrokVideoCostCurrency.",
              javaType = "java.math.BigDecimal")
    public static final String COST = "CamelGrokVideoCost";
    @Metadata(label = "producer", description = "The currency of the cost, such as USD.", javaType = "String")
    public static final String COST_CURRENCY = "CamelGrokVideoCostCurrency";
    @Metadata(label = "producer", description = "Whether the cost is an estimate rather than the final amount.",
              javaType = "Boolean")
    public static final String COST_ESTIMATED = "CamelGrokVideoCostEstimated";
    @Metadata(label = "producer",
              description = "With the option reuse, whether the video is that of an earlier request. If so, the cost"
                            + " is 0.",
              javaType = "Boolean")
    public static final String REUSED = "CamelGrokVideoReused";
    @Metadata(label = "producer", description = "The model that generated the video, as reported by the gateway.",
              javaType = "String")
    public static final String EXECUTED_MODEL = "CamelGrokVideoExecutedModel";
    @Metadata(label = "producer", description = "The provider behind the gateway that generated the video.",
              javaType = "String")
    public static final String EXECUTED_PROVIDER = "CamelGrokVideoExecutedProvider";
    @Metadata(label = "producer",
              description = "Problems that did not fail the request: values that look wrong or were converted, videos"
                            + " that are missing.",
              javaType = "java.util.List<String>")
    public static final String WARNINGS = "CamelGrokVideoWarnings";

    @Metadata(label = "consumer", description = "The idempotency key with which the job was submitted.", javaType = "String")
    public static final String REQUEST_KEY = "CamelGrokVideoRequestKey";
    @Metadata(label = "consumer", description = "The number of this delivery of the result, starting at 1.",
              javaType = "Integer")
    public static final String DELIVERY = "CamelGrokVideoDelivery";
    @Metadata(label = "consumer", description = "The reason why there is no video, as a human-readable message.",
              javaType = "String")
    public static final String ERROR_MESSAGE = "CamelGrokVideoErrorMessage";
    @Metadata(label = "consumer", description = "The reason why there is no video, as the gateway's error code.",
              javaType = "String")
    public static final String ERROR_CODE = "CamelGrokVideoErrorCode";

    private GrokVideoConstants() {
    }
}
