package io.github.grokvideo.emulator;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The paths of xAI: the model without a gateway, and so without cancelling, dry runs, webhooks and idempotency keys.
 */
final class XaiApi {

    private static final String BASE = "/xai/v1";
    private static final String VIDEOS = BASE + "/videos/";
    private static final String MODELS = BASE + "/video-generation-models";
    private static final long CREATED = 1_760_000_000L;

    private final GatewayEmulator emulator;
    private final Settings settings;

    XaiApi(GatewayEmulator emulator, Settings settings) {
        this.emulator = emulator;
        this.settings = settings;
    }

    void mount(Router router) {
        router.route(BASE + "/*").handler(this::authenticate);
        for (XaiParameters.Mode mode : XaiParameters.Mode.values()) {
            router.post(VIDEOS + mode.path()).handler(context -> create(context, mode));
        }
        router.get(VIDEOS + ":id").handler(this::get);
        router.get(MODELS).handler(this::models);
        router.get(MODELS + "/:id").handler(this::model);
        for (String path : new String[] { VIDEOS + ":id", MODELS, MODELS + "/:id" }) {
            router.route(path).handler(context -> {
                throw ApiError.xai(405, context.request().method() + " is not allowed here.");
            });
        }
    }

    static Operation operationOf(HttpServerRequest request) {
        String path = request.path();
        switch (request.method().name()) {
            case "POST":
                for (XaiParameters.Mode mode : XaiParameters.Mode.values()) {
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

    private void authenticate(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.startsWith("Bearer ")) {
            throw ApiError.xai(401, "No API key provided: the Authorization header must be 'Bearer KEY'.");
        }
        if (!ApiServer.isEqual("Bearer " + settings.apiKey, header)) {
            // not a mistake of this emulator: a wrong key is a bad argument there
            throw new ApiError(
                    400, "Client specified an invalid argument", null,
                    "Incorrect API key provided. You can obtain an API key from https://console.x.ai.");
        }
        context.next();
    }

    private void create(RoutingContext context, XaiParameters.Mode mode) {
        if (settings.xaiRateLimit && !emulator.xaiRateLimit().tryAcquire(settings.clock.instant())) {
            throw ApiError.xai(429, "Too many requests: 1 per second is allowed for this model.");
        }
        XaiParameters parameters = new XaiParameters(mode, readParameters(context));
        parameters.checkInputs(emulator.inputs());
        if (!parameters.hasVideo() || !settings.rendering) {
            accept(context, parameters);
            return;
        }
        // what is wrong with the input is told at once, and its duration known before it is billed
        emulator.inputReaders().executeBlocking(() -> parameters.withVideo(emulator.inputs()), false)
                .timeout(settings.stallTimeout.toMillis(), TimeUnit.MILLISECONDS).map(read -> {
                    accept(context, read);
                    return null;
                }).onFailure(cause -> context.fail(
                        cause instanceof TimeoutException
                                ? ApiError.xai(400,
                                        "video could not be read within " + settings.stallTimeout.toMillis() + " ms.")
                                : cause));
    }

    private static ObjectNode readParameters(RoutingContext context) {
        byte[] body = ApiServer.body(context);
        String contentType = context.request().getHeader("Content-Type");
        String mediaType = contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!mediaType.equals(ApiServer.JSON)) {
            throw ApiError.xai(415, "Expected request with `Content-Type: " + ApiServer.JSON + "`.");
        }
        if (body.length == 0) {
            throw ApiError.xai(415, "The body is empty.");
        }
        JsonNode json;
        try {
            json = Json.read(body);
        } catch (IOException e) {
            throw ApiError.xai(400, "Failed to parse the request body as JSON.");
        }
        if (!(json instanceof ObjectNode object)) {
            throw ApiError.xai(422, "Failed to deserialize the JSON body: expected an object.");
        }
        return object;
    }

    private void accept(RoutingContext context, XaiParameters parameters) {
        Job job = emulator.newJob(parameters);
        Fault fault = ApiServer.fault(context);
        switch (fault.kind()) {
            case FAILURE -> job.planFailure(fault.code(), fault.message());
            case MODERATION -> job.planModeration(fault.code(), fault.message());
            case NEVER_FINISH -> job.planNoEnd();
            case OUTPUT_URL -> job.planUrl(fault.text());
            default -> {
                // the others are about the answer
            }
        }
        emulator.accept(job);
        ApiServer.send(context, 200, Json.object().put("request_id", job.id()));
    }

    private void get(RoutingContext context) {
        String id = context.pathParam("id");
        Job job = emulator.jobs().lookup(Api.XAI, id)
                .orElseThrow(() -> ApiError.xai(404, "The request '" + id + "' was not found."));
        Fault fault = ApiServer.fault(context);
        switch (fault.kind()) {
            case FAILURE -> job.fail(fault.code(), fault.message());
            case MODERATION -> job.moderate(fault.code(), fault.message());
            case NEVER_FINISH -> job.planNoEnd();
            default -> {
                // the others are about the answer
            }
        }
        ObjectNode json = job.toXaiJson();
        if (fault.is(Fault.Kind.EXPIRED_MEDIA)) {
            job.expireMedia();
        }
        if (fault.is(Fault.Kind.OUTPUT_URL) && json.get("video") instanceof ObjectNode video && video.has("url")) {
            video.put("url", fault.text());
        }
        if (json.path("status").asText().equals("pending")) {
            ApiServer.send(context, 202, switch (settings.xaiPendingBody) {
                case PROGRESS -> json;
                case REQUEST_ID -> Json.object().put("request_id", id);
                case EMPTY -> null;
            });
        } else {
            ApiServer.send(context, 200, json);
        }
    }

    private void models(RoutingContext context) {
        ObjectNode json = Json.object();
        ArrayNode models = json.putArray("models");
        for (XaiParameters.Model model : XaiParameters.Model.values()) {
            models.add(toJson(model));
        }
        ApiServer.send(context, 200, json);
    }

    private void model(RoutingContext context) {
        ApiServer.send(context, 200, toJson(XaiParameters.Model.of(context.pathParam("id"))));
    }

    private static ObjectNode toJson(XaiParameters.Model model) {
        ObjectNode json = Json.object().put("id", model.id()).put("object", "model").put("created", CREATED)
                .put("owned_by", "xai").put("version", "1.0").put("fingerprint", "fp_emulator");
        ArrayNode inputs = json.putArray("input_modalities").add("text").add("image");
        if (model.takesVideo()) {
            inputs.add("video");
        }
        json.putArray("output_modalities").add("video");
        ArrayNode aliases = json.putArray("aliases");
        model.aliases().forEach(aliases::add);
        return json;
    }
}
