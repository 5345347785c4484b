package io.github.grokvideo.emulator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;

class LoadTest {

    private static final int JOBS = 2_000;

    @Test
    void manyJobsWithoutRendering() throws IOException, InterruptedException, ExecutionException {
        ManualClock clock = new ManualClock();
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).clock(clock).maxRecordedRequests(100)
                .build().start()) {
            ApiClient client = new ApiClient(() -> emulator);
            ExecutorService callers = Executors.newFixedThreadPool(4);
            try {
                List<Future<String>> ids = IntStream.range(0, JOBS)
                        .mapToObj(i -> callers.submit(
                                () -> client.create(video("p").put("idempotency_key", "k" + i / 2)).id()))
                        .toList();
                for (Future<String> id : ids) {
                    emulator.jobs().awaitRendering(id.get());
                }
                clock.advance(Duration.ofSeconds(6));
            } finally {
                callers.shutdown();
            }
            assertThat(emulator.ledger().billedJobs()).as("each key was sent twice").isEqualTo(JOBS / 2);
            assertThat(emulator.jobs().count(JobStatus.COMPLETED)).isEqualTo(JOBS / 2);
            assertThat(emulator.requests().count()).isEqualTo(JOBS);
            assertThat(emulator.requests().all()).hasSize(100);
        }
    }
}
