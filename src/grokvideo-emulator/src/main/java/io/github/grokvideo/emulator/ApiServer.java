package io.github.grokvideo.emulator;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The paths of the gateway, and {@code /admin}. */
final class ApiServer {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final String OPENAI_BASE = "/openai/v1";
    private static final String NATIVE_BASE = "/v1";
    private static final String BODY = "body";
    private static final String FAULT = "fault";
    private static final String JSON = "application/json";
    private static final long CREATED = 1_760_000_000L;

    private final GatewayEmulator emulator;
    private final Settings settings;
    private final Router router;
    private final List<String> bases = new ArrayList<>();

    ApiServer(GatewayEmulator emulator, Settings settings, Vertx vertx) {
        this.emulator = emulator;
        this.settings = settings;
        this.router = Router.router(vertx);
        if (settings.surface != Surface.NATIVE) {
            bases.add(OPENAI_BASE);
        }
        if (settings.surface != Surface.OPENAI) {
            bases.add(NATIVE_BASE);
        }
        router.route().handler(this::readBody);
        new AdminApi(emulator).mount(router);
        router.route().handler(this::meetFault);
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
                context -> send(context, 200, Json.object().put("key", emulator.webhooks().secret())));
        router.get(NATIVE_BASE + "/requests").handler(this::requests);
        router.route().handler(context -> {
            throw ApiError.notFound(
                    "Nothing is served at " + context.request().method() + " " + context.request().path() + ".");
        });
        router.route().failureHandler(this::fail);
    }

    void handle(HttpServerRequest request) {
        router.handle(request);
    }

    // what comes before every operation

    private void readBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        Buffer body = Buffer.buffer();
        boolean[] tooLarge = new boolean[1];
        request.handler(chunk -> {
            if (tooLarge[0]) {
                return;
            }
            if (body.length() + chunk.length() > settings.maxBodyBytes) {
                tooLarge[0] = true;
                context.fail(new ApiError(
                        413, "INVALID_REQUEST", "invalid_request_error",
                        "The body is larger than " + settings.maxBodyBytes + " bytes."));
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (!tooLarge[0]) {
                context.put(BODY, body.getBytes());
                context.next();
            }
        });
    }

    private void meetFault(RoutingContext context) {
        HttpServerRequest request = context.request();
        Operation operation = operationOf(request);
        emulator.requests().add(record(request, operation, context.get(BODY), settings));
        Fault fault = emulator.faults().take(operation);
        context.put(FAULT, fault);
        long delay = fault.delay().toMillis();
        if (delay > 0) {
            context.vertx().setTimer(delay, timer -> applyBefore(context, fault));
        } else {
            applyBefore(context, fault);
        }
    }

    static RecordedRequest record(HttpServerRequest request, Operation operation, byte[] body, Settings settings) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(
                header -> headers.computeIfAbsent(header.getKey(), any -> new ArrayList<>()).add(header.getValue()));
        return new RecordedRequest(
                operation, request.method().name(), request.path(), request.query(), headers, body,
                settings.clock.instant());
    }

    private Operation operationOf(HttpServerRequest request) {
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

    private void applyBefore(RoutingContext context, Fault fault) {
        HttpServerRequest request = context.request();
        switch (fault.kind()) {
            case DROP_BEFORE -> Connections.hangUp(request);
            case STATUS -> sendStatus(context, fault);
            case REDIRECT -> {
                request.response().setStatusCode(request.method().name().equals("GET") ? 302 : 307)
                        .putHeader("Location", fault.text());
                putHeaders(request.response(), fault);
                request.response().end();
            }
            default -> context.next();
        }
    }

    private void sendStatus(RoutingContext context, Fault fault) {
        HttpServerResponse response = context.response().setStatusCode(fault.status());
        response.putHeader("Content-Type", JSON);
        putHeaders(response, fault);
        if (fault.body() != null) {
            response.end(fault.body());
            return;
        }
        ObjectNode envelope = ApiError.forStatus(fault.status()).toJson();
        ObjectNode error = (ObjectNode) envelope.get("error");
        if (fault.code() != null) {
            error.put("code", fault.code());
        }
        if (fault.type() != null) {
            error.put("type", fault.type());
        }
        if (fault.message() != null) {
            error.put("message", fault.message());
        }
        response.end(Buffer.buffer(Json.write(envelope)));
    }

    private static void putHeaders(HttpServerResponse response, Fault fault) {
        fault.headers().forEach(response::putHeader);
    }

    private void authenticate(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        String expected = "Bearer " + settings.apiKey;
        if (header == null || !MessageDigest.isEqual(
                header.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8))) {
            throw ApiError.forStatus(401);
        }
        context.next();
    }

    // the operations

    private void create(RoutingContext context) {
        VideoParameters parameters = new VideoParameters(readParameters(context));
        checkInputHosts(parameters);
        if (parameters.webhookUrl() != null) {
            emulator.webhooks().checkUrl(parameters.webhookUrl());
        }
        context.response().putHeader("X-Lumenfall-Provider", parameters.provider())
                .putHeader("X-Lumenfall-Model", VideoParameters.MODEL);
        if (isDryRun(context.request())) {
            send(context, 200, parameters.estimate());
            return;
        }
        Fault fault = context.get(FAULT);
        Job created = emulator.newJob(parameters);
        switch (fault.kind()) {
            case FAILURE -> created.planFailure(fault.code(), fault.message());
            case NEVER_FINISH -> created.planNoEnd();
            case OUTPUT_URL -> created.planUrl(fault.text());
            default -> {
                // the others are about the answer
            }
        }
        Job job = emulator.accept(created);
        if (job == created) {
            send(context, 202, job.toCreatedJson());
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
        send(context, 200, job.toJson());
    }

    private void checkInputHosts(VideoParameters parameters) {
        if (settings.remoteInputs) {
            return;
        }
        List<String> urls = new ArrayList<>(parameters.images());
        if (parameters.video() != null) {
            urls.add(parameters.video());
        }
        for (String url : urls) {
            if (!url.regionMatches(true, 0, "data:", 0, 5)) {
                String host = java.net.URI.create(url).getHost();
                if (!Webhooks.isLoopback(host)) {
                    throw ApiError.invalidRequest("The input is at " + host + ", but this emulator fetches from this "
                                                  + "machine only. It can be started so that it fetches from others.");
                }
            }
        }
    }

    private ObjectNode readParameters(RoutingContext context) {
        byte[] body = context.get(BODY);
        String contentType = Optional.ofNullable(context.request().getHeader("Content-Type")).orElse(JSON);
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (mediaType.equals("multipart/form-data")) {
            return MultipartForm.read(contentType, body);
        }
        if (!mediaType.equals(JSON)) {
            throw ApiError.invalidRequest(
                    "Content-Type is " + mediaType + ", but must be " + JSON + " or multipart/form-data.");
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
        Fault fault = context.get(FAULT);
        switch (fault.kind()) {
            case FAILURE -> job.fail(fault.code(), fault.message());
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
        send(context, 200, json);
    }

    private void cancel(RoutingContext context) {
        Job job = findJob(context);
        job.cancel();
        emulator.webhooks().check(job);
        send(context, 204, null);
    }

    private Job findJob(RoutingContext context) {
        String id = context.pathParam("id");
        return emulator.jobs().lookup(id).orElseThrow(() -> ApiError.notFound("Video '" + id + "' not found."));
    }

    private void models(RoutingContext context) {
        ObjectNode list = Json.object().put("object", "list");
        list.putArray("data").add(modelJson());
        send(context, 200, list);
    }

    private void model(RoutingContext context) {
        String path = context.request().path();
        String id = path.substring(path.indexOf("/models/") + "/models/".length());
        if (!id.equals(VideoParameters.MODEL)) {
            throw VideoParameters.modelNotFound(id);
        }
        send(context, 200, modelJson());
    }

    private static ObjectNode modelJson() {
        return Json.object().put("id", VideoParameters.MODEL).put("object", "model").put("created", CREATED)
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
        List<VideoJob> jobs = emulator.jobs().all();
        for (int i = jobs.size() - 1; i >= Math.max(0, jobs.size() - limit); i--) {
            data.add(historyJson(jobs.get(i)));
        }
        send(context, 200, list.putNull("next_page_url").putNull("previous_page_url"));
    }

    private static ObjectNode historyJson(VideoJob job) {
        String status = switch (job.status()) {
            case QUEUED -> "pending";
            case IN_PROGRESS -> "processing";
            case FAILED -> "upstream_failure";
            default -> job.status().word();
        };
        ObjectNode json = Json.object().put("id", job.id()).put("object", "request")
                .put("created_at", job.createdAt().toString()).put("model", VideoParameters.MODEL)
                .put("modality", "video").put("endpoint", "videos").put("status", status).put("cost", job.cost())
                .put("currency", "usd");
        json.put("duration_ms",
                job.endedAt() == null
                        ? null : (Long) java.time.Duration.between(job.createdAt(), job.endedAt()).toMillis());
        return json.put("error_code", job.errorCode()).put("error_message", job.errorMessage());
    }

    // answers

    private void send(RoutingContext context, int status, ObjectNode json) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response().setStatusCode(status);
        Fault fault = Optional.<Fault> ofNullable(context.get(FAULT)).orElseGet(Fault::none);
        if (fault.is(Fault.Kind.DROP_AFTER)) {
            Connections.hangUp(request);
            return;
        }
        if (json == null) {
            putHeaders(response, fault);
            response.end();
            return;
        }
        response.putHeader("Content-Type", JSON);
        putHeaders(response, fault);
        if (fault.is(Fault.Kind.UNKNOWN_STATUS) && json.has("status")) {
            json.put("status", fault.text());
        }
        if (fault.is(Fault.Kind.OVERSIZED_BODY)) {
            json.put("padding", "x".repeat(Math.toIntExact(fault.bytes())));
        }
        Buffer body = Buffer.buffer(Json.write(json));
        if (fault.is(Fault.Kind.TRUNCATED_BODY)) {
            Connections.sendAndHangUp(request, body.getBuffer(0, body.length() / 2), body.length());
        } else if (fault.is(Fault.Kind.MALFORMED_JSON)) {
            response.end(body.getBuffer(0, body.length() / 2));
        } else {
            response.end(body);
        }
    }

    private void fail(RoutingContext context) {
        if (context.response().headWritten()) {
            Connections.hangUp(context.request());
            return;
        }
        if (context.failure() instanceof ApiError error) {
            send(context, error.status(), error.toJson());
        } else if (context.failure() == null) {
            send(context, context.statusCode(), ApiError.forStatus(context.statusCode()).toJson());
        } else {
            LOG.error("{} {} failed", context.request().method(), context.request().path(), context.failure());
            send(context, 500, ApiError.forStatus(500).toJson());
        }
    }

    static boolean isLoopback(SocketAddress address) {
        try {
            return address.host() != null && InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }
}
