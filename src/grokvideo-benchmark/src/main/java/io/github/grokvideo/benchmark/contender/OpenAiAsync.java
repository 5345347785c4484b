package io.github.grokvideo.benchmark.contender;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateParams;
import io.github.grokvideo.benchmark.stub.StubAddress;

/** openai-java's async client and one timer thread. */
// its videos are marked as going away; they are what exists today
@SuppressWarnings("deprecation")
final class OpenAiAsync implements Contender {

    private final OpenAIClientAsync client;
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1);
    private final long pollInterval;
    private final Outcome outcome;

    OpenAiAsync(StubAddress stub, long pollInterval, Outcome outcome) {
        this.client = OpenAIOkHttpClientAsync.builder().apiKey(API_KEY).baseUrl(stub.plainUrl()).build();
        this.pollInterval = pollInterval;
        this.outcome = outcome;
    }

    @Override
    public void generate() {
        client.videos().create(VideoCreateParams.builder().model(MODEL).prompt(PROMPT).build())
                .whenComplete((video, thrown) -> answered(
                        video, thrown, ThreadLocalRandom.current().nextLong(pollInterval)));
    }

    private void answered(Video video, Throwable thrown, long pause) {
        if (thrown != null) {
            outcome.failed(thrown);
        } else if (OpenAiThreads.isOpen(video)) {
            timer.schedule(() -> ask(video.id()), pause, TimeUnit.MILLISECONDS);
        } else {
            outcome.finished(video.id());
        }
    }

    private void ask(String id) {
        client.videos().retrieve(id).whenComplete((video, thrown) -> answered(video, thrown, pollInterval));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close();
    }
}
