package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.github.grokvideo.internal.gateway.http.HttpReply;
import io.github.grokvideo.internal.gateway.response.JobReader;
import io.github.grokvideo.model.VideoJob;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading the response to a status request. */
@State(Scope.Benchmark)
public class StatusParsingBenchmark {

    private static final String ID = "video_17_1234567890";

    private final byte[] inProgress = body("in_progress", "null");
    private final byte[] completed = body(
            "completed", "{\"url\":\"https://media.example/files/" + ID
                         + ".mp4\",\"content_type\":\"video/mp4\",\"size_bytes\":4194304}");

    private static byte[] body(String status, String output) {
        return ("{\"id\":\"" + ID + "\",\"object\":\"video\",\"created_at\":1767225600,\"status\":\"" + status
                + "\",\"model\":\"grok-imagine-video\",\"progress\":42,\"seconds\":\"8\",\"size\":\"1280x720\",\"completed_at\":"
                + "null,\"expires_at\":null,\"error\":null,\"prompt\":\"A lighthouse in a storm\",\"output\":" + output
                + ",\"metadata\":{\"provider\":\"xai\",\"executed_model\":\"grok-imagine-video\",\"cost_estimate\":0.4,"
                + "\"cost_currency\":\"USD\"}}").getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public VideoJob inProgress() throws IOException {
        return JobReader.readJob(inProgress, ID);
    }

    @Benchmark
    public long theSameAgain() {
        return new HttpReply(200, null, inProgress).checksum();
    }

    @Benchmark
    public VideoJob completed() throws IOException {
        return JobReader.readJob(completed, ID);
    }
}
