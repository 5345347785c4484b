package io.github.grokvideo.emulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * What a test in another process, or a person, does with the emulator. No key is needed, so {@link BrowserGuard} comes
 * before.
 */
final class AdminApi {

    private static final List<String> BROWSER_HEADERS = List.of("Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode");

    private final GatewayEmulator emulator;

    AdminApi(GatewayEmulator emulator) {
        this.emulator = emulator;
    }

    void mount(Router router) {
        router.route("/admin/*").handler(context -> {
            if (!ApiServer.isLoopback(context.request().remoteAddress())) {
                throw new ApiError(403, "FORBIDDEN", "invalid_request_error", "Only for this machine.");
            }
            checkContentType(context.request());
            context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store")
                    .putHeader("Cross-Origin-Resource-Policy", "same-origin");
            context.next();
        });
        router.get("/admin/faults").handler(context -> send(context, emulator.faults().toJson()));
        router.post("/admin/faults").handler(this::addFaults);
        router.delete("/admin/faults").handler(context -> {
            emulator.faults().clear();
            sendNothing(context);
        });
        router.get("/admin/ledger").handler(this::ledger);
        router.get("/admin/requests").handler(this::requests);
        router.get("/admin/jobs").handler(this::jobs);
        router.post("/admin/jobs/:id/:action").handler(this::overrule);
        router.put("/admin/balance").handler(context -> {
            emulator.balance(new BigDecimal(body(context).path("balance").asText("0")));
            sendNothing(context);
        });
        router.post("/admin/reset").handler(context -> {
            emulator.reset();
            sendNothing(context);
        });
        router.route("/admin/*").handler(context -> {
            throw ApiError.notFound("Nothing is served at " + context.request().method() + " "
                                    + context.request().path() + ".");
        });
    }

    /** A browser lets a page send any other media type elsewhere without asking first. */
    private static void checkContentType(HttpServerRequest request) {
        String contentType = request.getHeader("Content-Type");
        if (contentType == null || Set.of("GET", "HEAD").contains(request.method().name())) {
            return;
        }
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        // what curl says if it is not told
        boolean byCurl = mediaType.equals("application/x-www-form-urlencoded") && BROWSER_HEADERS.stream()
                .noneMatch(request.headers()::contains);
        if (!mediaType.equals(ApiServer.JSON) && !byCurl) {
            throw new ApiError(
                    415, "INVALID_REQUEST", "invalid_request_error",
                    "Content-Type is " + mediaType + ", but must be " + ApiServer.JSON + ".");
        }
    }

    private void addFaults(RoutingContext context) {
        JsonNode body = body(context);
        if (body.has("mix")) {
            JsonNode mix = body.get("mix");
            emulator.faults().mix(mix.path("seed").asLong(), checked(() -> new FaultMix(
                    mix.path("drop").asDouble(), mix.path("unavailable").asDouble(),
                    mix.path("rateLimited").asDouble(), mix.path("truncated").asDouble())));
        } else {
            List<JsonNode> all = new ArrayList<>();
            if (body.isArray()) {
                body.forEach(all::add);
            } else {
                all.add(body);
            }
            // all are read before the first is added
            List<Fault> faults = all.stream().map(json -> checked(() -> Fault.fromJson(json))).toList();
            List<Operation> operations = all.stream().map(json -> operation(json.path("operation").asText("any"))).toList();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).path("always").asBoolean()) {
                    emulator.faults().always(operations.get(i), faults.get(i));
                } else {
                    emulator.faults().next(operations.get(i), faults.get(i));
                }
            }
        }
        send(context, emulator.faults().toJson());
    }

    private static Operation operation(String word) {
        return Stream.of(Operation.values()).filter(operation -> operation.name().equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> ApiError.invalidRequest(
                        "operation is '" + word + "', but must be one of " + Stream.of(Operation.values())
                                .map(operation -> operation.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                                                           + "."));
    }

    private interface Reader<T> {
        T read();
    }

    private static <T> T checked(Reader<T> reader) {
        try {
            return reader.read();
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidRequest(e.getMessage() + ".");
        }
    }

    private void ledger(RoutingContext context) {
        ObjectNode json = Json.object().put("billedJobs", emulator.ledger().billedJobs())
                .put("total", emulator.ledger().total());
        ArrayNode entries = json.putArray("entries");
        for (LedgerEntry entry : emulator.ledger().entries()) {
            entries.addObject().put("jobId", entry.jobId()).put("idempotencyKey", entry.idempotencyKey())
                    .put("cost", entry.cost()).put("at", entry.at().toString());
        }
        send(context, json);
    }

    private void requests(RoutingContext context) {
        ObjectNode json = Json.object().put("count", emulator.requests().count());
        json.set("api", toJson(emulator.requests().all()));
        json.set("media", toJson(emulator.mediaRequests().all()));
        send(context, json);
    }

    private static ArrayNode toJson(List<RecordedRequest> requests) {
        ArrayNode array = Json.array();
        for (RecordedRequest request : requests) {
            ObjectNode json = array.addObject().put("api", word(request.api()))
                    .put("operation", request.operation().name().toLowerCase(Locale.ROOT))
                    .put("method", request.method()).put("path", request.path()).put("query", request.query())
                    .put("at", request.at().toString());
            ObjectNode headers = json.putObject("headers");
            request.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            json.put("body", request.text());
        }
        return array;
    }

    private void jobs(RoutingContext context) {
        ArrayNode array = Json.array();
        for (VideoJob job : emulator.jobs().all()) {
            array.addObject().put("id", job.id()).put("api", word(job.api())).put("status", job.status().word())
                    .put("prompt", job.prompt())
                    .put("seconds", job.seconds()).put("size", job.size()).put("n", job.count()).put("cost", job.cost())
                    .put("idempotencyKey", job.idempotencyKey()).put("createdAt", job.createdAt().toString());
        }
        send(context, array);
    }

    private static String word(Api api) {
        return api == null ? null : api.name().toLowerCase(Locale.ROOT);
    }

    private void overrule(RoutingContext context) {
        String id = context.pathParam("id");
        String action = context.pathParam("action");
        JsonNode body = body(context);
        context.vertx().executeBlocking(() -> {
            switch (action) {
                case "finish" -> emulator.jobs().finish(id);
                case "fail" -> emulator.jobs().fail(
                        id, body.path("code").asText("UPSTREAM_ERROR"),
                        body.path("message").asText("The provider failed."));
                case "expire-media" -> emulator.jobs().expireMedia(id);
                default -> throw ApiError.notFound("action must be finish, fail or expire-media.");
            }
            return null;
        }, false).onSuccess(done -> sendNothing(context)).onFailure(cause -> context.fail(
                cause instanceof NoSuchElementException ? ApiError.notFound("No job " + id + ".") : cause));
    }

    private static JsonNode body(RoutingContext context) {
        byte[] body = context.get("body");
        if (body.length == 0) {
            return Json.object();
        }
        try {
            return Json.read(body);
        } catch (IOException e) {
            throw ApiError.invalidRequest("The body is not JSON.");
        }
    }

    private static void send(RoutingContext context, JsonNode json) {
        context.response().putHeader("Content-Type", "application/json").end(Buffer.buffer(Json.write(json)));
    }

    private static void sendNothing(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }
}
