package io.github.grokvideo.emulator.internal.lumenfall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.Surface;
import io.github.grokvideo.emulator.VideoJob;
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
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations of the gateway. */
public final class LumenfallApi {

    private static final Logger LOG = LoggerFactory.getLogger(LumenfallApi.class);
    private static final String OPENAI_BASE = "/openai/v1";
    private static final String NATIVE_BASE = "/v1";

    private final Settings settings;
    private final Inputs inputs;
    private final JobRegistry jobs;
    private final JobIntake intake;
    private final WebhookSender webhooks;
    private final List<String> bases = new ArrayList<>();

    public LumenfallApi(Settings settings, Inputs inputs, JobRegistry jobs, JobIntake intake, WebhookSender webhooks) {
        this.settings = settings;
        this.inputs = inputs;
        this.jobs = jobs;
        this.intake = intake;
        this.webhooks = webhooks;
        if (settings.surface != Surface.NATIVE) {
            bases.add(OPENAI_BASE);
        }
        if (settings.surface != Surface.OPENAI) {
            bases.add(NATIVE_BASE);
        }
    }

    public void mount(Router router) {
        router.route(OPENAI_BASE + "/*").handler(ApiCall.handler(this::authenticate));
        router.route(NATIVE_BASE + "/*").handler(ApiCall.handler(this::authenticate));
        for (String base : bases) {
            router.post(base + "/videos").handler(ApiCall.handler(this::create));
            router.get(base + "/videos/:id").handler(ApiCall.handler(this::get));
            router.delete(base + "/videos/:id").handler(ApiCall.handler(this::cancel));
            router.get(base + "/models").handler(ApiCall.handler(LumenfallApi::models));
            router.get(base + "/models/*").handler(ApiCall.handler(LumenfallApi::model));
        }
        router.get(NATIVE_BASE + "/webhooks/secret").handler(
                ApiCall.handler(call -> call.send(200, Json.object().put("key", webhooks.secret()))));
        router.get(NATIVE_BASE + "/requests").handler(ApiCall.handler(this::requests));
    }

    /** Returns the operation of a request, {@link Operation#OTHER} for unknown paths. */
    public Operation operationOf(HttpServerRequest request) {
        for (String base : bases) {
            if (!request.path().startsWith(base + "/")) {
                continue;
            }
            String rest = request.path().substring(base.length());
            switch (request.method().name()) {
                case "POST":
                    if (rest.equals("/videos")) {
                        return isDryRun(request) ? Operation.ESTIMATE : Operation.CREATE;
                    }
                    break;
                case "GET":
                    if (rest.startsWith("/videos/")) {
                        return Operation.GET;
                    }
                    if (rest.equals("/models") || rest.startsWith("/models/")) {
                        return Operation.MODELS;
                    }
                    break;
                case "DELETE":
                    if (rest.startsWith("/videos/")) {
                        return Operation.CANCEL;
                    }
                    break;
                default:
            }
        }
        return Operation.OTHER;
    }

    private static boolean isDryRun(HttpServerRequest request) {
        return "true".equalsIgnoreCase(request.getParam("dryRun"));
    }

    private void authenticate(ApiCall call) {
        if (!call.hasAuthorization("Bearer " + settings.apiKey)) {
            throw ApiError.forStatus(401);
        }
        call.next();
    }

    private void create(ApiCall call) {
        LumenfallParameters parameters = new LumenfallParameters(readParameters(call));
        parameters.inputs().forEach(inputs::checkHost);
        if (parameters.webhookUrl() != null) {
            webhooks.checkUrl(parameters.webhookUrl());
        }
        call.putHeader("X-Lumenfall-Provider", parameters.provider());
        call.putHeader("X-Lumenfall-Model", LumenfallParameters.MODEL);
        if (isDryRun(call.request())) {
            call.send(200, LumenfallAnswers.estimate(parameters));
            return;
        }
        Job created = intake.create(parameters);
        JobFaults.onCreate(call.fault(), created);
        Job job = intake.accept(created).orElseThrow(() -> ApiError.forStatus(402));
        if (job == created) {
            call.send(202, LumenfallAnswers.created(job.snapshot()));
            return;
        }
        if (!job.hasFingerprint(parameters.fingerprint())) {
            refuseConflict();
        }
        call.send(200, LumenfallAnswers.job(job.snapshot(), settings.outputShape));
    }

    private void refuseConflict() {
        String message = "idempotency_key was used before with other parameters.";
        switch (settings.idempotencyConflict) {
            case BAD_REQUEST -> throw ApiError.invalidRequest(message);
            case CONFLICT -> throw new ApiError(409, "IDEMPOTENCY_CONFLICT", "invalid_request_error", message);
            case REPLAY -> LOG.debug("{} The job of the first request is answered.", message);
        }
    }

    private static ObjectNode readParameters(ApiCall call) {
        String mediaType = call.mediaType() == null ? ApiCall.JSON : call.mediaType();
        if (mediaType.equals("multipart/form-data")) {
            return MultipartForm.read(call.request().getHeader("Content-Type"), call.body());
        }
        if (!mediaType.equals(ApiCall.JSON)) {
            throw ApiError.invalidRequest(
                    "Content-Type is " + mediaType + ", but must be " + ApiCall.JSON + " or multipart/form-data.");
        }
        JsonNode json;
        try {
            json = Json.read(call.body());
        } catch (IOException e) {
            throw ApiError.invalidRequest("The body is not JSON.");
        }
        if (!(json instanceof ObjectNode object)) {
            throw ApiError.invalidRequest("The body must be a JSON object.");
        }
        return object;
    }

    private void get(ApiCall call) {
        Job job = findJob(call);
        JobFaults.beforeRead(call.fault(), job);
        ObjectNode json = LumenfallAnswers.job(job.snapshot(), settings.outputShape);
        webhooks.check(job);
        JobFaults.afterRead(call.fault(), job);
        if (json.get("output") instanceof ObjectNode output) {
            ApiFaults.replaceUrl(call.fault(), output);
        }
        call.send(200, json);
    }

    private void cancel(ApiCall call) {
        Job job = findJob(call);
        job.cancel();
        webhooks.check(job);
        call.send(204);
    }

    private Job findJob(ApiCall call) {
        String id = call.pathParam("id");
        return jobs.lookup(Api.LUMENFALL, id).orElseThrow(() -> ApiError.notFound("Video '" + id + "' not found."));
    }

    private static void models(ApiCall call) {
        call.send(200, LumenfallAnswers.models());
    }

    private static void model(ApiCall call) {
        String path = call.request().path();
        String id = path.substring(path.indexOf("/models/") + "/models/".length());
        if (!id.equals(LumenfallParameters.MODEL)) {
            throw LumenfallParameters.modelNotFound(id);
        }
        call.send(200, LumenfallAnswers.model());
    }

    private void requests(ApiCall call) {
        int limit = 20;
        String given = call.request().getParam("limit");
        if (given != null) {
            if (!given.matches("[1-9]\\d?|100")) {
                throw ApiError.invalidRequest("limit is " + given + ", but must be 1 to 100.");
            }
            limit = Integer.parseInt(given);
        }
        List<VideoJob> newestLast = jobs.all().stream().filter(job -> job.api() == Api.LUMENFALL).toList();
        List<VideoJob> page = newestLast.subList(Math.max(0, newestLast.size() - limit), newestLast.size());
        call.send(200, LumenfallAnswers.requests(page));
    }
}
