package io.github.grokvideo.emulator;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.sun.management.OperatingSystemMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;

class LoadTest {

    private static final int JOBS = 2_000;
    private static final int MANY_JOBS = 10_000;
    private static final int KEPT_JOBS = 500;
    private static final int KEPT_REQUESTS = 100;

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
            ApiClient client = new ApiClient(() -> emulator);
            // whoever is first waits for the clip that all share
            emulator.jobs().awaitRendering(client.create(video("p")).id());
            emulator.reset();
            Duration before = processorTime();
            List<Integer> statuses = inParallel(MANY_JOBS, i -> i % 2 == 0
                    ? client.poll(client.generate(video("p")).requestId()).status()
                    : client.get(client.create(video("p")).id()).status());
            assertThat(processorTime().minus(before)).isLessThan(Duration.ofSeconds(20));
            assertThat(statuses).hasSize(MANY_JOBS).allMatch(status -> status == 200 || status == 202);
            assertThat(emulator.ledger().billedJobs()).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().count(Operation.CREATE)).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().count(Operation.GET)).isEqualTo(MANY_JOBS);
            assertThat(emulator.requests().all()).hasSize(KEPT_REQUESTS);
            assertThat(emulator.jobs().count()).isLessThanOrEqualTo(KEPT_JOBS);
        }
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
