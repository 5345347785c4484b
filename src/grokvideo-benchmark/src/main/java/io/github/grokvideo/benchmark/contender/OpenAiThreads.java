package io.github.grokvideo.benchmark.contender;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateParams;
import io.github.grokvideo.benchmark.stub.StubAddress;

/** openai-java as in its own example: a loop that sleeps, on a thread for each job. */
// its videos are marked as going away; they are what exists today
@SuppressWarnings("deprecation")
final class OpenAiThreads implements Contender {

    private final OpenAIClient client;
    private final long pollInterval;
    private final Outcome outcome;
    private final ThreadGroup threads = new ThreadGroup("jobs");

    OpenAiThreads(StubAddress stub, long pollInterval, Outcome outcome) {
        this.client = OpenAIOkHttpClient.builder().apiKey(API_KEY).baseUrl(stub.plainUrl()).build();
        this.pollInterval = pollInterval;
        this.outcome = outcome;
    }

    @Override
    public void generate() {
        Thread thread = new Thread(threads, this::waitForOne, "job");
        thread.setDaemon(true);
        thread.start();
    }

    private void waitForOne() {
        try {
            Video video = client.videos().create(VideoCreateParams.builder().model(MODEL).prompt(PROMPT).build());
            while (isOpen(video)) {
                Thread.sleep(pollInterval);
                video = client.videos().retrieve(video.id());
            }
            outcome.finished(video.id());
        } catch (InterruptedException | RuntimeException e) {
            outcome.failed(e);
        }
    }

    static boolean isOpen(Video video) {
        return video.status().equals(Video.Status.QUEUED) || video.status().equals(Video.Status.IN_PROGRESS);
    }

    @Override
    public void close() {
        threads.interrupt();
        client.close();
    }
}
