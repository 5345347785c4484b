package io.github.grokvideo.emulator;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;

class LoadTest {

    private static final int JOBS = 2_000;
    private static final int MANY_JOBS = 10_000;
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
    @Timeout(120)
    void tenThousandJobsCreatedAndReadLeaveNoMoreThanWasAllowed() throws IOException, InterruptedException, ExecutionException {
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).queueTime(Duration.ZERO)
                .renderTime(Duration.ZERO).maxJobs(KEPT_JOBS).maxRecordedRequests(KEPT_REQUESTS).build().start()) {
            // whoever is first waits for the clip that all share
            emulator.jobs().awaitRendering(new ApiClient(() -> emulator).create(video("p")).id());
            emulator.reset();
            Duration before = processorTime();
            List<Integer> statuses = createAndRead(emulator);
            assertThat(processorTime().minus(before)).isLessThan(Duration.ofSeconds(20));
            assertThat(statuses).hasSize(MANY_JOBS).allMatch(status -> status == 200 || status == 202);
            assertThat(emulator.ledger().billedJobs()).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().count(Operation.CREATE)).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().count(Operation.GET)).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().all()).hasSize(KEPT_REQUESTS);
            assertThat(emulator.jobs().count()).isLessThanOrEqualTo(KEPT_JOBS);
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
        client.request(options(emulator, HttpMethod.POST, videos + (xai ? "/generations" : "")))
                .compose(request -> request.putHeader("Content-Type", "application/json")
                        .send(Buffer.buffer(Json.write(video("p")))))
                .compose(HttpClientResponse::body)
                .map(answer -> answer.toJsonObject().getString(xai ? "request_id" : "id"))
                .compose(id -> client.request(options(emulator, HttpMethod.GET, videos + "/" + id)))
                .compose(HttpClientRequest::send)
                .compose(response -> response.body().map(response.statusCode()))
                .onSuccess(statuses::add)
                .onSuccess(status -> createAndRead(emulator, client, number + CALLERS, statuses, done))
                .onFailure(done::tryFail);
    }

    private static RequestOptions options(GatewayEmulator emulator, HttpMethod method, String url) {
        return new RequestOptions().setMethod(method).setAbsoluteURI(url)
                .putHeader("Authorization", "Bearer " + emulator.apiKey());
    }

    /** What other processes take does not count. */
    private static Duration processorTime() {
        return Duration.ofNanos(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
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
