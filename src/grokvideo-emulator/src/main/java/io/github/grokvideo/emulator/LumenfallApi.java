package io.github.grokvideo.emulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the gateway. */
final class LumenfallApi {

    private static final Logger LOG = LoggerFactory.getLogger(LumenfallApi.class);
    private static final String OPENAI_BASE = "/openai/v1";
    private static final String NATIVE_BASE = "/v1";
    private static final long CREATED = 1_760_000_000L;

    private final GatewayEmulator emulator;
    private final Settings settings;
    private final List<String> bases = new ArrayList<>();

    LumenfallApi(GatewayEmulator emulator, Settings settings) {
        this.emulator = emulator;
        this.settings = settings;
        if (settings.surface != Surface.NATIVE) {
            bases.add(OPENAI_BASE);
        }
        if (settings.surface != Surface.OPENAI) {
            bases.add(NATIVE_BASE);
        }
    }

    void mount(Router router) {
        router.route(OPENAI_BASE + "/*").handler(this::authenticate);
        router.route(NATIVE_BASE + "/*").handler(this::authenticate);
        for (String base : bases) {
            router.post(base + "/videos").handler(this::create);
            router.get(base + "/videos/:id").handler(this::get);
            router.delete(base + "/videos/:id").handler(this::cancel);
            router.get(base + "/models").handler(this::models);
            router.get(base + "/models/*").handler(this::model);
        }
        router.get(NATIVE_BASE + "/webhooks/secret").handler(
                context -> ApiServer.send(context, 200, Json.object().put("key", emulator.webhooks().secret())));
        router.get(NATIVE_BASE + "/requests").handler(this::requests);
    }

    Operation operationOf(HttpServerRequest request) {
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

    private void authenticate(RoutingContext context) {
        if (!ApiServer.isEqual("Bearer " + settings.apiKey, context.request().getHeader("Authorization"))) {
            throw ApiError.forStatus(401);
        }
        context.next();
    }

    private void create(RoutingContext context) {
        LumenfallParameters parameters = new LumenfallParameters(readParameters(context));
        parameters.inputs().forEach(emulator.inputs()::checkHost);
        if (parameters.webhookUrl() != null) {
            emulator.webhooks().checkUrl(parameters.webhookUrl());
        }
        context.response().putHeader("X-Lumenfall-Provider", parameters.provider())
                .putHeader("X-Lumenfall-Model", LumenfallParameters.MODEL);
        if (isDryRun(context.request())) {
            ApiServer.send(context, 200, parameters.estimate());
            return;
        }
        Fault fault = ApiServer.fault(context);
        Job created = emulator.newJob(parameters);
        switch (fault.kind()) {
            case FAILURE, MODERATION -> created.planFailure(fault.code(), fault.message());
            case NEVER_FINISH -> created.planNoEnd();
            case OUTPUT_URL -> created.planUrl(fault.text());
            default -> {
                // the others are about the answer
            }
        }
        Job job = emulator.accept(created);
        if (job == created) {
            ApiServer.send(context, 202, job.toCreatedJson());
            return;
        }
        if (!job.isAskedFor(parameters)) {
            String message = "idempotency_key was used before with other parameters.";
            switch (settings.idempotencyConflict) {
                case BAD_REQUEST -> throw ApiError.invalidRequest(message);
                case CONFLICT -> throw new ApiError(409, "IDEMPOTENCY_CONFLICT", "invalid_request_error", message);
                case REPLAY -> LOG.debug("{} The job of the first request is answered.", message);
            }
        }
        ApiServer.send(context, 200, job.toJson());
    }

    private ObjectNode readParameters(RoutingContext context) {
        byte[] body = ApiServer.body(context);
        String contentType = Optional.ofNullable(context.request().getHeader("Content-Type")).orElse(ApiServer.JSON);
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (mediaType.equals("multipart/form-data")) {
            return MultipartForm.read(contentType, body);
        }
        if (!mediaType.equals(ApiServer.JSON)) {
            throw ApiError.invalidRequest(
                    "Content-Type is " + mediaType + ", but must be " + ApiServer.JSON + " or multipart/form-data.");
        }
        JsonNode json;
        try {
            json = Json.read(body);
        } catch (IOException e) {
            throw ApiError.invalidRequest("The body is not JSON.");
        }
        if (!(json instanceof ObjectNode object)) {
            throw ApiError.invalidRequest("The body must be a JSON object.");
        }
        return object;
    }

    private void get(RoutingContext context) {
        Job job = findJob(context);
        Fault fault = ApiServer.fault(context);
        switch (fault.kind()) {
            case FAILURE, MODERATION -> job.fail(fault.code(), fault.message());
            case NEVER_FINISH -> job.planNoEnd();
            default -> {
                // the others are about the answer
            }
        }
        ObjectNode json = job.toJson();
        emulator.webhooks().check(job);
        if (fault.is(Fault.Kind.EXPIRED_MEDIA)) {
            job.expireMedia();
        }
        if (fault.is(Fault.Kind.OUTPUT_URL) && json.get("output") instanceof ObjectNode output) {
            output.put("url", fault.text());
        }
        ApiServer.send(context, 200, json);
    }

    private void cancel(RoutingContext context) {
        Job job = findJob(context);
        job.cancel();
        emulator.webhooks().check(job);
        ApiServer.send(context, 204, null);
    }

    private Job findJob(RoutingContext context) {
        String id = context.pathParam("id");
        return emulator.jobs().lookup(Api.LUMENFALL, id).orElseThrow(() -> ApiError.notFound("Video '" + id + "' not found."));
    }

    private void models(RoutingContext context) {
        ObjectNode list = Json.object().put("object", "list");
        list.putArray("data").add(modelJson());
        ApiServer.send(context, 200, list);
    }

    private void model(RoutingContext context) {
        String path = context.request().path();
        String id = path.substring(path.indexOf("/models/") + "/models/".length());
        if (!id.equals(LumenfallParameters.MODEL)) {
            throw LumenfallParameters.modelNotFound(id);
        }
        ApiServer.send(context, 200, modelJson());
    }

    private static ObjectNode modelJson() {
        return Json.object().put("id", LumenfallParameters.MODEL).put("object", "model").put("created", CREATED)
                .put("owned_by", "xai");
    }

    private void requests(RoutingContext context) {
        int limit = 20;
        String given = context.request().getParam("limit");
        if (given != null) {
            if (!given.matches("[1-9]\\d?|100")) {
                throw ApiError.invalidRequest("limit is " + given + ", but must be 1 to 100.");
            }
            limit = Integer.parseInt(given);
        }
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        List<VideoJob> jobs = emulator.jobs().all().stream().filter(job -> job.api() == Api.LUMENFALL).toList();
        for (int i = jobs.size() - 1; i >= Math.max(0, jobs.size() - limit); i--) {
            data.add(historyJson(jobs.get(i)));
        }
        ApiServer.send(context, 200, list.putNull("next_page_url").putNull("previous_page_url"));
    }

    private static ObjectNode historyJson(VideoJob job) {
        String status = switch (job.status()) {
            case QUEUED -> "pending";
            case IN_PROGRESS -> "processing";
            case FAILED -> "upstream_failure";
            default -> job.status().word();
        };
        ObjectNode json = Json.object().put("id", job.id()).put("object", "request")
                .put("created_at", job.createdAt().toString()).put("model", LumenfallParameters.MODEL)
                .put("modality", "video").put("endpoint", "videos").put("status", status).put("cost", job.cost())
                .put("currency", "usd");
        json.put("duration_ms",
                job.endedAt() == null
                        ? null : (Long) java.time.Duration.between(job.createdAt(), job.endedAt()).toMillis());
        return json.put("error_code", job.errorCode()).put("error_message", job.errorMessage());
    }
}
