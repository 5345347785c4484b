package io.github.grokvideo;

import org.apache.camel.spi.Metadata;

/** The headers and exchange properties of the component. A header beats the option of the same name. */
public final class GrokVideoConstants {

    // in

    @Metadata(label = "producer", description = "The text prompt. Beats the option prompt and the body.", javaType = "String")
    public static final String PROMPT = "CamelGrokVideoPrompt";
    @Metadata(label = "producer", description = "Duration of the video in seconds.", javaType = "Double")
    public static final String DURATION = "CamelGrokVideoDuration";
    @Metadata(label = "producer",
              description = "Dimensions in pixels (1365x768), an aspect ratio (16:9) or auto. Wins over aspect ratio and resolution.",
              javaType = "String")
    public static final String SIZE = "CamelGrokVideoSize";
    @Metadata(label = "producer", description = "Aspect ratio such as 16:9, or auto.", javaType = "String")
    public static final String ASPECT_RATIO = "CamelGrokVideoAspectRatio";
    @Metadata(label = "producer", description = "Resolution tier such as 1K, or auto.", javaType = "String")
    public static final String RESOLUTION = "CamelGrokVideoResolution";
    @Metadata(label = "producer", description = "How many videos to make.", javaType = "Integer")
    public static final String N = "CamelGrokVideoN";
    @Metadata(label = "producer",
              description = "The image or images to animate: an http(s) URL, a data URI, a File, Path, InputStream or array of bytes, or a"
                            + " collection of these. A text is never taken as the name of a local file.",
              javaType = "Object")
    public static final String INPUT_REFERENCE = "CamelGrokVideoInputReference";
    @Metadata(label = "producer", description = "What the input images are to the video (provider=xai).", javaType = "String",
              enums = "auto,firstFrame,reference")
    public static final String IMAGE_ROLE = "CamelGrokVideoImageRole";
    @Metadata(label = "producer",
              description = "The video to edit: an http(s) URL, a data URI, a File, Path, InputStream or array of bytes. A text is never"
                            + " taken as the name of a local file.",
              javaType = "Object")
    public static final String INPUT_VIDEO = "CamelGrokVideoInputVideo";
    @Metadata(label = "producer", description = "The model.", javaType = "String")
    public static final String MODEL = "CamelGrokVideoModel";
    @Metadata(label = "producer", description = "The end user on whose behalf the video is made.", javaType = "String")
    public static final String USER = "CamelGrokVideoUser";
    @Metadata(label = "producer",
              description = "Further parameters, sent to the gateway untouched. Added to those of the option parameters, and over"
                            + " them where names are the same.",
              javaType = "java.util.Map<String, Object>")
    public static final String PARAMETERS = "CamelGrokVideoParameters";
    @Metadata(label = "producer",
              description = "The idempotency key of the next submission: the same key again names the same job. Removed from the"
                            + " message once that submission has succeeded, so that a later step does not get the first video again.",
              javaType = "String")
    public static final String IDEMPOTENCY_KEY = "CamelGrokVideoIdempotencyKey";
    @Metadata(label = "producer",
              description = "File name for output=file. Directories in it are ignored; the extension is added if it is missing.",
              javaType = "String")
    public static final String FILE_NAME = "CamelGrokVideoFileName";

    // in and out

    @Metadata(label = "producer",
              description = "The gateway's id of the job. Set by every operation that knows it, also when it fails; read by await,"
                            + " status, cancel and download. Beats the body, unless that is one of CamelGrokVideoJobIds.",
              javaType = "String")
    public static final String JOB_ID = "CamelGrokVideoJobId";

    // out

    @Metadata(label = "producer",
              description = "The ids of all jobs, where a request takes several.", javaType = "java.util.List<String>")
    public static final String JOB_IDS = "CamelGrokVideoJobIds";

    @Metadata(label = "producer",
              description = "Where the job stands.",
              javaType = "String", enums = "QUEUED,RUNNING,COMPLETED,FAILED,CANCELLED,EXPIRED,UNKNOWN")
    public static final String STATUS = "CamelGrokVideoStatus";
    @Metadata(label = "producer", description = "On a progress exchange: where the job stood before.", javaType = "String")
    public static final String PREVIOUS_STATUS = "CamelGrokVideoPreviousStatus";
    @Metadata(label = "producer", description = "Progress from 0 to 100, where the gateway tells.", javaType = "Integer")
    public static final String PROGRESS = "CamelGrokVideoProgress";
    @Metadata(label = "producer", description = "Time since the exchange came to the component, in milliseconds.",
              javaType = "Long")
    public static final String ELAPSED = "CamelGrokVideoElapsed";
    @Metadata(label = "producer", description = "URL of the first video.", javaType = "String")
    public static final String VIDEO_URL = "CamelGrokVideoVideoUrl";
    @Metadata(label = "producer", description = "URLs of all videos.", javaType = "java.util.List<String>")
    public static final String VIDEO_URLS = "CamelGrokVideoVideoUrls";
    @Metadata(label = "producer", description = "When the URLs stop working.", javaType = "java.time.Instant")
    public static final String EXPIRES_AT = "CamelGrokVideoExpiresAt";
    @Metadata(label = "producer", description = "Duration of the video in seconds, as the gateway reports it.",
              javaType = "Double")
    public static final String VIDEO_DURATION = "CamelGrokVideoVideoDuration";
    @Metadata(label = "producer", description = "Size of the video, as the gateway reports it.", javaType = "String")
    public static final String VIDEO_SIZE = "CamelGrokVideoVideoSize";
    @Metadata(label = "producer",
              description = "How many bytes were fetched, of all videos together (output=stream, file, bytes).",
              javaType = "Long")
    public static final String VIDEO_LENGTH = "CamelGrokVideoVideoLength";
    @Metadata(label = "producer", description = "What the job costs, in units of the currency.",
              javaType = "java.math.BigDecimal")
    public static final String COST = "CamelGrokVideoCost";
    @Metadata(label = "producer", description = "Currency of the cost, such as USD.", javaType = "String")
    public static final String COST_CURRENCY = "CamelGrokVideoCostCurrency";
    @Metadata(label = "producer", description = "Whether the cost is an estimate and not the final figure.",
              javaType = "Boolean")
    public static final String COST_ESTIMATED = "CamelGrokVideoCostEstimated";
    @Metadata(label = "producer", description = "The model that did the work, as the gateway reports it.", javaType = "String")
    public static final String EXECUTED_MODEL = "CamelGrokVideoExecutedModel";
    @Metadata(label = "producer", description = "The provider behind the gateway that did the work.", javaType = "String")
    public static final String EXECUTED_PROVIDER = "CamelGrokVideoExecutedProvider";
    @Metadata(label = "producer",
              description = "What a user should know although it worked: values that look wrong, videos that are missing.",
              javaType = "java.util.List<String>")
    public static final String WARNINGS = "CamelGrokVideoWarnings";

    @Metadata(label = "consumer", description = "The idempotency key under which the job was submitted.", javaType = "String")
    public static final String REQUEST_KEY = "CamelGrokVideoRequestKey";
    @Metadata(label = "consumer", description = "How often the result is handed on with this time, from 1.",
              javaType = "Integer")
    public static final String DELIVERY = "CamelGrokVideoDelivery";
    @Metadata(label = "consumer", description = "Why there is no video, in words for people.", javaType = "String")
    public static final String ERROR_MESSAGE = "CamelGrokVideoErrorMessage";
    @Metadata(label = "consumer", description = "Why there is no video, as the gateway's code.", javaType = "String")
    public static final String ERROR_CODE = "CamelGrokVideoErrorCode";

    private GrokVideoConstants() {
    }
}
