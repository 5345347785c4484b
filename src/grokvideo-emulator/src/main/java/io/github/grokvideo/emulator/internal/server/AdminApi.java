package io.github.grokvideo.emulator.internal.server;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.FaultMix;
import io.github.grokvideo.emulator.Jobs;
import io.github.grokvideo.emulator.Ledger;
import io.github.grokvideo.emulator.LedgerEntry;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.emulator.RecordedRequest;
import io.github.grokvideo.emulator.RequestLog;
import io.github.grokvideo.emulator.VideoJob;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.Loopback;
import io.github.grokvideo.emulator.internal.fault.FaultJson;
import io.github.grokvideo.emulator.internal.fault.FaultQueue;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.github.grokvideo.emulator.internal.job.Balance;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /admin}: faults, state and reset for tests in other processes, and for people. It needs no key, so requests of
 * web pages have to be refused before.
 */
final class AdminApi {

    private static final List<String> BROWSER_HEADERS = List.of("Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode");

    private final FaultQueue faults;
    private final Ledger ledger;
    private final Balance balance;
    private final Jobs jobs;
    private final RequestLog requests;
    private final RequestLog mediaRequests;
    private final Runnable reset;

    AdminApi(
             FaultQueue faults, Ledger ledger, Balance balance, Jobs jobs, RequestLog requests, RequestLog mediaRequests,
             Runnable reset) {
        this.faults = faults;
        this.ledger = ledger;
        this.balance = balance;
        this.jobs = jobs;
        this.requests = requests;
        this.mediaRequests = mediaRequests;
        this.reset = reset;
    }

    void mount(Router router) {
        router.route("/admin/*").handler(context -> {
            if (!Loopback.isLoopback(context.request().remoteAddress())) {
                throw new ApiError(403, "FORBIDDEN", "invalid_request_error", "Only for this machine.");
            }
            checkContentType(context.request());
            context.response().putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store")
                    .putHeader("Cross-Origin-Resource-Policy", "same-origin");
            context.next();
        });
        router.get("/admin/faults").handler(context -> send(context, FaultJson.write(faults)));
        router.post("/admin/faults").handler(this::addFaults);
        router.delete("/admin/faults").handler(context -> {
            faults.clear();
            sendNothing(context);
        });
        router.get("/admin/ledger").handler(this::ledger);
        router.get("/admin/requests").handler(this::requests);
        router.get("/admin/jobs").handler(this::jobs);
        router.post("/admin/jobs/:id/:action").handler(this::override);
        router.put("/admin/balance").handler(context -> {
            balance.set(new BigDecimal(body(context).path("balance").asText("0")));
            sendNothing(context);
        });
        router.post("/admin/reset").handler(context -> {
            reset.run();
            sendNothing(context);
        });
        router.route("/admin/*").handler(context -> {
            throw ApiError.notFound("Nothing is served at " + context.request().method() + " "
                                    + context.request().path() + ".");
        });
    }

    /** Browsers send other media types to other origins without a preflight request. */
    private static void checkContentType(HttpServerRequest request) {
        String contentType = request.getHeader("Content-Type");
        if (contentType == null || Set.of("GET", "HEAD").contains(request.method().name())) {
            return;
        }
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        // the default of curl -d
        boolean byCurl = mediaType.equals("application/x-www-form-urlencoded") && BROWSER_HEADERS.stream()
                .noneMatch(request.headers()::contains);
        if (!mediaType.equals(ApiCall.JSON) && !byCurl) {
            throw new ApiError(
                    415, "INVALID_REQUEST", "invalid_request_error",
                    "Content-Type is " + mediaType + ", but must be " + ApiCall.JSON + ".");
        }
    }

    private void addFaults(RoutingContext context) {
        JsonNode body = body(context);
        if (body.has("mix")) {
            JsonNode mix = body.get("mix");
            faults.mix(mix.path("seed").asLong(), checked(() -> new FaultMix(
                    mix.path("drop").asDouble(), mix.path("unavailable").asDouble(),
                    mix.path("rateLimited").asDouble(), mix.path("truncated").asDouble())));
        } else {
            List<JsonNode> all = new ArrayList<>();
            if (body.isArray()) {
                body.forEach(all::add);
            } else {
                all.add(body);
            }
            // all are checked before the first is added
            List<Fault> given = all.stream().map(json -> checked(() -> FaultJson.read(json))).toList();
            List<Operation> operations = all.stream().map(json -> operation(json.path("operation").asText("any"))).toList();
            for (int i = 0; i < all.size(); i++) {
                if (all.get(i).path("always").asBoolean()) {
                    faults.always(operations.get(i), given.get(i));
                } else {
                    faults.next(operations.get(i), given.get(i));
                }
            }
        }
        send(context, FaultJson.write(faults));
    }

    private static Operation operation(String word) {
        return Stream.of(Operation.values()).filter(operation -> operation.name().equalsIgnoreCase(word)).findFirst()
                .orElseThrow(() -> ApiError.invalidRequest(
                        "operation is '" + word + "', but must be one of " + Stream.of(Operation.values())
                                .map(operation -> operation.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                                                           + "."));
    }

    private static <T> T checked(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidRequest(e.getMessage() + ".");
        }
    }

    private void ledger(RoutingContext context) {
        ObjectNode json = Json.object().put("billedJobs", ledger.billedJobs()).put("total", ledger.total());
        ArrayNode entries = json.putArray("entries");
        for (LedgerEntry entry : ledger.entries()) {
            entries.addObject().put("jobId", entry.jobId()).put("idempotencyKey", entry.idempotencyKey())
                    .put("cost", entry.cost()).put("at", entry.at().toString());
        }
        send(context, json);
    }

    private void requests(RoutingContext context) {
        ObjectNode json = Json.object().put("count", requests.count());
        json.set("api", toJson(requests.all()));
        json.set("media", toJson(mediaRequests.all()));
        send(context, json);
    }

    private static ArrayNode toJson(List<RecordedRequest> recorded) {
        ArrayNode array = Json.array();
        for (RecordedRequest request : recorded) {
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
        for (VideoJob job : jobs.all()) {
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

    private void override(RoutingContext context) {
        String id = context.pathParam("id");
        String action = context.pathParam("action");
        JsonNode body = body(context);
        context.vertx().executeBlocking(() -> {
            switch (action) {
                case "finish" -> jobs.finish(id);
                case "fail" -> jobs.fail(
                        id, body.path("code").asText("UPSTREAM_ERROR"),
                        body.path("message").asText("The provider failed."));
                case "expire-media" -> jobs.expireMedia(id);
                default -> throw ApiError.notFound("action must be finish, fail or expire-media.");
            }
            return null;
        }, false).onSuccess(done -> sendNothing(context)).onFailure(cause -> context.fail(
                cause instanceof NoSuchElementException ? ApiError.notFound("No job " + id + ".") : cause));
    }

    private static JsonNode body(RoutingContext context) {
        byte[] body = ApiCall.of(context).body();
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
        context.response().putHeader("Content-Type", ApiCall.JSON).end(Buffer.buffer(Json.write(json)));
    }

    private static void sendNothing(RoutingContext context) {
        context.response().setStatusCode(204).end();
    }
}
