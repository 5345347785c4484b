package io.github.grokvideo.emulator.internal.xai;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.fault.ApiFaults;
import io.github.grokvideo.emulator.internal.fault.JobFaults;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.github.grokvideo.emulator.internal.job.Job;
import io.github.grokvideo.emulator.internal.job.JobIntake;
import io.github.grokvideo.emulator.internal.job.JobRegistry;
import io.github.grokvideo.emulator.internal.media.Inputs;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;

/** The operations of xAI, which has no cancelling, dry runs, webhooks and idempotency keys. */
public final class XaiApi {

    private static final String BASE = "/xai/v1";
    private static final String VIDEOS = BASE + "/videos/";
    private static final String MODELS = BASE + "/video-generation-models";
    private static final String KEY_SCHEME = "Bearer ";

    private final Settings settings;
    private final Inputs inputs;
    private final WorkerExecutor inputReaders;
    private final JobRegistry jobs;
    private final JobIntake intake;
    private final XaiRateLimit rateLimit;

    /** @param inputReaders read input videos before the job is accepted, so that a slow one blocks nothing else */
    public XaiApi(
                  Settings settings, Inputs inputs, WorkerExecutor inputReaders, JobRegistry jobs, JobIntake intake,
                  XaiRateLimit rateLimit) {
        this.settings = settings;
        this.inputs = inputs;
        this.inputReaders = inputReaders;
        this.jobs = jobs;
        this.intake = intake;
        this.rateLimit = rateLimit;
    }

    public void mount(Router router) {
        router.route(BASE + "/*").handler(ApiCall.handler(this::authenticate));
        for (XaiMode mode : XaiMode.values()) {
            router.post(VIDEOS + mode.path()).handler(ApiCall.handler(call -> create(call, mode)));
        }
        router.get(VIDEOS + ":id").handler(ApiCall.handler(this::get));
        router.get(MODELS).handler(ApiCall.handler(call -> call.send(200, XaiAnswers.models())));
        router.get(MODELS + "/:id").handler(
                ApiCall.handler(call -> call.send(200, XaiAnswers.model(XaiModel.of(call.pathParam("id"))))));
        for (String path : new String[] { VIDEOS + ":id", MODELS, MODELS + "/:id" }) {
            router.route(path).handler(context -> {
                throw ApiError.xai(405, context.request().method() + " is not allowed here.");
            });
        }
    }

    /** Returns the operation of a request, {@link Operation#OTHER} for unknown paths. */
    public Operation operationOf(HttpServerRequest request) {
        String path = request.path();
        switch (request.method().name()) {
            case "POST":
                for (XaiMode mode : XaiMode.values()) {
                    if (path.equals(VIDEOS + mode.path())) {
                        return Operation.CREATE;
                    }
                }
                break;
            case "GET":
                if (path.startsWith(VIDEOS)) {
                    return Operation.GET;
                }
                if (path.equals(MODELS) || path.startsWith(MODELS + "/")) {
                    return Operation.MODELS;
                }
                break;
            default:
        }
        return Operation.OTHER;
    }

    private void authenticate(ApiCall call) {
        String header = call.request().getHeader("Authorization");
        if (header == null || !header.startsWith(KEY_SCHEME)) {
            throw ApiError.xai(401, "No API key provided: the Authorization header must be 'Bearer KEY'.");
        }
        if (!call.hasAuthorization(KEY_SCHEME + settings.apiKey)) {
            // not a mistake: xAI answers 400 to a wrong key
            throw new ApiError(
                    400, "Client specified an invalid argument", null,
                    "Incorrect API key provided. You can obtain an API key from https://console.x.ai.");
        }
        call.next();
    }

    private void create(ApiCall call, XaiMode mode) {
        if (settings.xaiRateLimit && !rateLimit.tryAcquire(settings.clock.instant())) {
            throw ApiError.xai(429, "Too many requests: 1 per second is allowed for this model.");
        }
        XaiParameters parameters = new XaiParameters(mode, readParameters(call));
        parameters.checkInputs(inputs);
        if (!parameters.hasVideo() || !settings.rendering) {
            accept(call, parameters);
            return;
        }
        // an invalid video is refused before the job exists, and the cost depends on its duration
        inputReaders.executeBlocking(() -> parameters.withVideo(inputs), false)
                .timeout(settings.stallTimeout.toMillis(), TimeUnit.MILLISECONDS).map(read -> {
                    accept(call, read);
                    return null;
                }).onFailure(cause -> call.fail(
                        cause instanceof TimeoutException
                                ? ApiError.xai(400,
                                        "video could not be read within " + settings.stallTimeout.toMillis() + " ms.")
                                : cause));
    }

    private static ObjectNode readParameters(ApiCall call) {
        if (!ApiCall.JSON.equals(call.mediaType())) {
            throw ApiError.xai(415, "Expected request with `Content-Type: " + ApiCall.JSON + "`.");
        }
        if (call.body().length == 0) {
            throw ApiError.xai(415, "The body is empty.");
        }
        JsonNode json;
        try {
            json = Json.read(call.body());
        } catch (IOException e) {
            throw ApiError.xai(400, "Failed to parse the request body as JSON.");
        }
        if (!(json instanceof ObjectNode object)) {
            throw ApiError.xai(422, "Failed to deserialize the JSON body: expected an object.");
        }
        return object;
    }

    private void accept(ApiCall call, XaiParameters parameters) {
        Job job = intake.create(parameters);
        JobFaults.onCreate(call.fault(), job);
        intake.accept(job).orElseThrow(() -> ApiError.xai(403, "The team has no credits left."));
        call.send(200, XaiAnswers.requestId(job.id()));
    }

    private void get(ApiCall call) {
        String id = call.pathParam("id");
        Job job = jobs.lookup(Api.XAI, id)
                .orElseThrow(() -> ApiError.xai(404, "The request '" + id + "' was not found."));
        JobFaults.beforeRead(call.fault(), job);
        ObjectNode json = XaiAnswers.job(job.snapshot());
        JobFaults.afterRead(call.fault(), job);
        if (json.get("video") instanceof ObjectNode video && video.has("url")) {
            ApiFaults.replaceUrl(call.fault(), video);
        }
        if (!json.path("status").asText().equals("pending")) {
            call.send(200, json);
            return;
        }
        switch (settings.xaiPendingBody) {
            case PROGRESS -> call.send(202, json);
            case REQUEST_ID -> call.send(202, XaiAnswers.requestId(id));
            case EMPTY -> call.send(202);
        }
    }
}
