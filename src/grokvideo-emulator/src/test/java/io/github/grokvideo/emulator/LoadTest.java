package io.github.grokvideo.emulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.internal.Json;
import io.github.grokvideo.emulator.internal.http.WholeAnswer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("slow")
class LoadTest {

    private static final int JOBS = 2_000;
    private static final int MANY_JOBS = 10_000;
    private static final int WEBHOOKS = 4_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int KEPT_JOBS = 500;
    private static final int KEPT_REQUESTS = 100;
    /** Odd, so that each of them comes to both APIs. */
    private static final int CALLERS = 7;

    @Test
    void manyJobsWithoutRendering() throws IOException, InterruptedException, ExecutionException {
        ManualClock clock = new ManualClock();
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).clock(clock).maxRecordedRequests(100)
                .build().start()) {
            ApiClient client = new ApiClient(() -> emulator);
            List<String> ids = inParallel(JOBS, i -> client.create(video("p").put("idempotency_key", "k" + i / 2)).id());
            for (String id : ids) {
                emulator.jobs().awaitRendering(id);
            }
            clock.advance(Duration.ofSeconds(6));
            assertThat(emulator.ledger().billedJobs()).as("each key was sent twice").isEqualTo(JOBS / 2);
            assertThat(emulator.jobs().count(JobStatus.COMPLETED)).isEqualTo(JOBS / 2);
            assertThat(emulator.requests().count()).isEqualTo(JOBS);
            assertThat(emulator.requests().all()).hasSize(100);
        }
    }

    @Test
    @Timeout(600)
    void tenThousandJobsCreatedAndReadLeaveNoMoreThanWasAllowed() throws IOException, InterruptedException, ExecutionException {
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).queueTime(Duration.ZERO)
                .renderTime(Duration.ZERO).maxJobs(KEPT_JOBS).maxRecordedRequests(KEPT_REQUESTS).build().start()) {
            // whoever is first waits for the clip that all share
            emulator.jobs().awaitRendering(new ApiClient(() -> emulator).create(video("p")).id());
            emulator.reset();
            List<Integer> statuses = createAndRead(emulator);
            assertThat(statuses).hasSize(MANY_JOBS).allMatch(status -> status == 200 || status == 202);
            assertThat(emulator.ledger().billedJobs()).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().count(Operation.CREATE)).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().count(Operation.GET)).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().all()).hasSize(KEPT_REQUESTS);
            assertThat(emulator.jobs().count()).isLessThanOrEqualTo(KEPT_JOBS);
        }
    }

    /** Ends of jobs come from the threads that render; one webhook of ten is refused at first. */
    @Test
    void everyWebhookOfManyIsRecordedOnceAndRepeatedWhereItWasRefused() throws Exception {
        Set<String> refused = ConcurrentHashMap.newKeySet();
        AtomicInteger requests = new AtomicInteger();
        Vertx vertx = Vertx.vertx();
        HttpServer receiver = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
        receiver.requestHandler(request -> {
            requests.incrementAndGet();
            String id = request.getHeader("webhook-id");
            request.response().setStatusCode(id.hashCode() % 10 == 0 && refused.add(id) ? 503 : 204).end();
        });
        receiver.listen().toCompletionStage().toCompletableFuture().get();
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).queueTime(Duration.ZERO)
                .renderTime(Duration.ZERO).renderThreads(8).webhookRetryDelays(Duration.ofMillis(1)).build().start()) {
            ApiClient client = new ApiClient(() -> emulator);
            JsonNode video = video("p").put("webhook_url", "http://127.0.0.1:" + receiver.actualPort() + "/hook");
            List<String> ids = inParallel(WEBHOOKS, i -> client.create(video).id());

            await().atMost(PATIENCE).untilAsserted(
                    () -> assertThat(emulator.webhooks().deliveries().size()).isEqualTo(WEBHOOKS + refused.size()));
            Map<String, List<Integer>> statuses = emulator.webhooks().deliveries().stream().collect(Collectors.groupingBy(
                    WebhookDelivery::jobId, Collectors.mapping(WebhookDelivery::status, Collectors.toList())));
            assertThat(statuses).containsOnlyKeys(ids).allSatisfy((id, answers) -> assertThat(answers)
                    .isEqualTo(refused.contains("msg_" + id) ? List.of(503, 204) : List.of(204)));
            assertThat(refused).hasSizeBetween(1, WEBHOOKS / 2);
            assertThat(requests).hasValue(WEBHOOKS + refused.size());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    /** Half of the jobs by each API. The client is one that costs little itself. */
    private static List<Integer> createAndRead(GatewayEmulator emulator) throws InterruptedException, ExecutionException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CALLERS));
            List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
            List<Promise<Void>> callers = Stream.<Promise<Void>> generate(Promise::promise).limit(CALLERS).toList();
            for (int i = 0; i < CALLERS; i++) {
                createAndRead(emulator, client, i, statuses, callers.get(i));
            }
            io.vertx.core.Future.all(callers.stream().map(Promise::future).toList()).toCompletionStage()
                    .toCompletableFuture().get();
            return statuses;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get();
        }
    }

    /** One job after the other: a job must not be forgotten before it is read. */
    private static void createAndRead(
            GatewayEmulator emulator, HttpClient client, int number, List<Integer> statuses, Promise<Void> done) {
        if (number >= MANY_JOBS) {
            done.complete();
            return;
        }
        boolean xai = number % 2 == 0;
        String videos = (xai ? emulator.xaiBaseUrl() : emulator.baseUrl()) + "/videos";
        WholeAnswer.to(client, options(emulator, HttpMethod.POST, videos + (xai ? "/generations" : ""))
                .putHeader("Content-Type", "application/json"), Buffer.buffer(Json.write(video("p"))))
                .map(answer -> answer.body().toJsonObject().getString(xai ? "request_id" : "id"))
                .compose(id -> WholeAnswer.to(client, options(emulator, HttpMethod.GET, videos + "/" + id), null))
                .map(WholeAnswer::status)
                .onSuccess(statuses::add)
                .onSuccess(status -> createAndRead(emulator, client, number + CALLERS, statuses, done))
                .onFailure(done::tryFail);
    }

    private static RequestOptions options(GatewayEmulator emulator, HttpMethod method, String url) {
        return new RequestOptions().setMethod(method).setAbsoluteURI(url)
                .putHeader("Authorization", "Bearer " + emulator.apiKey());
    }

    private interface Call<T> {
        T make(int number) throws IOException;
    }

    private static <T> List<T> inParallel(int calls, Call<T> call) throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<T>> tasks = IntStream.range(0, calls).<Callable<T>> mapToObj(i -> () -> call.make(i)).toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : callers.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            callers.shutdown();
        }
    }
}
