package io.github.grokvideo.benchmark.stub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;

/**
 * Accepts jobs, says how they stand and serves their videos: all on one thread, since what it costs is taken from those
 * who are measured. Run with a directory that holds the certificate; prints its ports and ends with its standard input.
 */
public final class StubGateway extends AbstractVerticle {

    static final JsonMapper JSON = new JsonMapper();

    private static final int SECONDS = 24 * 3600;
    private static final int PART = 1 << 18;
    private static final long SEED = 42;

    private static final String ESTIMATE
            = "{\"estimated\":true,\"model\":\"grok-imagine-video\",\"provider\":\"xai\",\"total_cost_micros\":400000,"
              + "\"currency\":\"USD\"}";

    private final Path certificates;
    private final Buffer videoHead = videoHead();
    private final Buffer videoPart = Buffer.buffer(new byte[PART]);
    private final Set<HttpConnection> connections = new HashSet<>();

    private StubSettings settings = StubSettings.durations(1000, 2000);
    private Random random;
    private long[] acceptedAt;
    private long[] doneAt;
    private int billed;
    private int submissions;
    private long statusRequests;
    private long tooMany;
    private int mostConnections;
    private int newConnections;
    private long firstStatusRequest;
    private int[] statusPerSecond;
    private int[] tooManyPerSecond;
    private final Map<String, Integer> jobsByKey = new HashMap<>();
    private HttpServer plain;
    private HttpServer tls;

    private StubGateway(Path certificates) {
        this.certificates = certificates;
        reset(settings);
    }

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        vertx.deployVerticle(new StubGateway(Path.of(args[0]))).onFailure(e -> {
            e.printStackTrace();
            System.exit(1);
        });
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }

    @Override
    public void start(Promise<Void> started) {
        HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0).setAcceptBacklog(16_384);
        plain = vertx.createHttpServer(options).connectionHandler(this::connected).requestHandler(this::serve);
        tls = vertx.createHttpServer(
                new HttpServerOptions(options).setSsl(true).setUseAlpn(true)
                        .setKeyCertOptions(new PfxOptions().setPath(StubCertificate.keyStore(certificates).toString())
                                .setPassword(StubCertificate.PASSWORD)))
                .connectionHandler(this::connected).requestHandler(this::serve);
        HttpServer admin = vertx.createHttpServer(new HttpServerOptions(options)).requestHandler(this::administer);
        Future.all(plain.listen(), tls.listen(), admin.listen()).onSuccess(all -> {
            System.out.println(plain.actualPort() + " " + tls.actualPort() + " " + admin.actualPort());
            started.complete();
        }).onFailure(started::fail);
    }

    private void reset(StubSettings wanted) {
        settings = wanted;
        random = new Random(SEED);
        acceptedAt = new long[1024];
        doneAt = new long[1024];
        billed = 0;
        submissions = 0;
        statusRequests = 0;
        tooMany = 0;
        mostConnections = connections.size();
        newConnections = 0;
        statusPerSecond = new int[SECONDS];
        tooManyPerSecond = new int[SECONDS];
        jobsByKey.clear();
    }

    private void connected(HttpConnection connection) {
        connections.add(connection);
        newConnections++;
        mostConnections = Math.max(mostConnections, connections.size());
        connection.closeHandler(closed -> connections.remove(connection));
    }

    private void serve(HttpServerRequest request) {
        String path = request.path();
        int end = path.lastIndexOf('/');
        if (request.method() == HttpMethod.POST && path.equals("/v1/videos")) {
            if ("dryRun=true".equals(request.query())) {
                request.endHandler(read -> answer(request.response(), ESTIMATE));
            } else {
                submit(request);
            }
        } else if (request.method() == HttpMethod.GET && path.startsWith("/v1/videos/")) {
            status(request, path.substring(end + 1));
        } else if (request.method() == HttpMethod.GET && path.startsWith("/v1/files/")) {
            video(request.response());
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    // jobs

    private void submit(HttpServerRequest request) {
        if (settings.lostAnswerEvery() == 0) {
            request.endHandler(end -> accepted(request, accept()));
            return;
        }
        request.bodyHandler(body -> {
            String key = key(request, body);
            Integer known = key == null ? null : jobsByKey.get(key);
            int number = known != null ? known : accept();
            if (key != null) {
                jobsByKey.put(key, number);
            }
            if (known == null && billed % settings.lostAnswerEvery() == 0) {
                submissions++;
                lose(request);
            } else {
                accepted(request, number);
            }
        });
    }

    private static String key(HttpServerRequest request, Buffer body) {
        String header = request.getHeader("Idempotency-Key");
        String type = request.getHeader("Content-Type");
        if (header != null || type == null || !type.startsWith("application/json")) {
            return header;
        }
        return body.toJsonObject().getString("idempotency_key");
    }

    private int accept() {
        int number = billed++;
        if (number == doneAt.length) {
            acceptedAt = Arrays.copyOf(acceptedAt, 2 * number);
            doneAt = Arrays.copyOf(doneAt, 2 * number);
        }
        long spread = TimeUnit.MILLISECONDS.toNanos(settings.maxDuration() - settings.minDuration());
        acceptedAt[number] = System.nanoTime();
        doneAt[number] = acceptedAt[number] + TimeUnit.MILLISECONDS.toNanos(settings.minDuration())
                         + (long) (spread * random.nextDouble());
        return number;
    }

    private void accepted(HttpServerRequest request, int number) {
        submissions++;
        String id = new JobId(number, doneAt[number]).toString();
        answer(request.response().setStatusCode(202), describe(id, "queued", 0, "null"));
    }

    private static void lose(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    private void status(HttpServerRequest request, String id) {
        long now = System.nanoTime();
        if (statusRequests++ == 0) {
            firstStatusRequest = now;
        }
        int second = (int) TimeUnit.NANOSECONDS.toSeconds(now - firstStatusRequest);
        statusPerSecond[second]++;
        if (settings.statusRate() > 0 && statusPerSecond[second] - tooManyPerSecond[second] > settings.statusRate()) {
            tooMany++;
            tooManyPerSecond[second]++;
            answer(request.response().setStatusCode(429).putHeader("Retry-After", "1"),
                    "{\"error\":{\"message\":\"Too many requests.\",\"type\":\"rate_limit_error\",\"code\":\"RATE_LIMIT\"}}");
            return;
        }
        JobId job = JobId.parse(id);
        if (job.number() >= billed || doneAt[job.number()] != job.doneAt()) {
            request.response().setStatusCode(404).end();
        } else if (now - job.doneAt() >= 0) {
            String url = "http://127.0.0.1:" + plain.actualPort() + "/v1/files/" + id + ".mp4";
            answer(request.response(), describe(
                    id, "completed", 100, "{\"url\":\"" + url + "\",\"content_type\":\"video/mp4\",\"size_bytes\":"
                                          + settings.videoSize() + "}"));
        } else {
            // this gateway tells no progress, but openai-java insists on the field
            answer(request.response(), describe(id, "in_progress", 0, "null"));
        }
    }

    // also what openai-java insists on
    private static String describe(String id, String status, int progress, String output) {
        return "{\"id\":\"" + id + "\",\"object\":\"video\",\"created_at\":1767225600,\"status\":\"" + status
               + "\",\"model\":\"grok-imagine-video\",\"progress\":" + progress + ",\"seconds\":\"8\",\"size\":\"1280x720\","
               + "\"completed_at\":null,\"expires_at\":null,\"error\":null,\"remixed_from_video_id\":null,"
               + "\"prompt\":\"A lighthouse in a storm\",\"output\":" + output
               + ",\"metadata\":{\"provider\":\"xai\",\"executed_model\":\"grok-imagine-video\",\"cost_estimate\":0.4,"
               + "\"cost_currency\":\"USD\"}}";
    }

    private static void answer(HttpServerResponse response, String json) {
        response.putHeader("Content-Type", "application/json").end(Buffer.buffer(json));
    }

    // videos

    private static Buffer videoHead() {
        return Buffer.buffer(new byte[] { 0, 0, 0, 24 }).appendString("ftypisom").appendInt(512).appendString("isommp42");
    }

    private void video(HttpServerResponse response) {
        response.putHeader("Content-Type", "video/mp4").putHeader("Content-Length", String.valueOf(settings.videoSize()));
        response.write(videoHead);
        stream(response, settings.videoSize() - videoHead.length());
    }

    private void stream(HttpServerResponse response, long left) {
        long rest = left;
        while (rest > 0 && !response.closed()) {
            if (response.writeQueueFull()) {
                long remaining = rest;
                response.drainHandler(drained -> {
                    response.drainHandler(null);
                    stream(response, remaining);
                });
                return;
            }
            int length = (int) Math.min(rest, PART);
            response.write(length == PART ? videoPart : videoPart.slice(0, length));
            rest -= length;
        }
        if (!response.closed()) {
            response.end();
        }
    }

    // administration

    private void administer(HttpServerRequest request) {
        switch (request.path()) {
            case "/clock" -> request.response().end(String.valueOf(System.nanoTime()));
            case "/ledger" -> request.response().end(Buffer.buffer(write(ledger())));
            case "/settings" -> request.bodyHandler(body -> {
                reset(read(body));
                request.response().end();
            });
            default -> request.response().setStatusCode(404).end();
        }
    }

    private Ledger ledger() {
        int seconds = statusRequests == 0
                ? 0 : (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - firstStatusRequest) + 1;
        double longest = IntStream.range(0, billed).mapToLong(i -> doneAt[i] - acceptedAt[i]).max().orElse(0) / 1e6;
        return new Ledger(
                billed, submissions, statusRequests, tooMany,
                Arrays.stream(statusPerSecond, 0, seconds).boxed().toList(),
                Arrays.stream(tooManyPerSecond, 0, seconds).boxed().toList(), longest, connections.size(), mostConnections,
                newConnections);
    }

    private static byte[] write(Ledger ledger) {
        try {
            return JSON.writeValueAsBytes(ledger);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StubSettings read(Buffer body) {
        try {
            return JSON.readValue(body.toString(StandardCharsets.UTF_8), StubSettings.class);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
