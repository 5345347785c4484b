package io.github.grokvideo.emulator;

import java.io.IOException;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.grokvideo.emulator.ApiClient.video;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobClockTest {

    private static final ManualClock CLOCK = new ManualClock();

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension(
            GatewayEmulator.builder().clock(CLOCK).tiny(true).queueTime(Duration.ofSeconds(10))
                    .renderTime(Duration.ofSeconds(20)).mediaTimeToLive(Duration.ofMinutes(5)));

    private final ApiClient client = new ApiClient(gateway::emulator);

    @Test
    void stateFollowsTheClock() throws IOException {
        String id = client.create(video("p").put("seconds", 1)).id();
        gateway.jobs().awaitRendering(id);
        assertThat(status(id)).isEqualTo("queued");
        CLOCK.advance(Duration.ofMillis(9_999));
        assertThat(status(id)).isEqualTo("queued");
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(status(id)).isEqualTo("in_progress");
        CLOCK.advance(Duration.ofMillis(19_999));
        assertThat(status(id)).isEqualTo("in_progress");
        CLOCK.advance(Duration.ofMillis(1));
        JsonNode job = client.get(id).json();
        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(job.path("completed_at").asLong() - job.path("created_at").asLong()).isEqualTo(30);
        assertThat(job.path("expires_at").asLong() - job.path("completed_at").asLong()).isEqualTo(300);
    }

    @Test
    void completedAtIsTheDueTimeWheneverItIsRead() throws IOException {
        String id = client.create(video("p").put("seconds", 1)).id();
        gateway.jobs().awaitRendering(id);
        CLOCK.advance(Duration.ofSeconds(100));
        assertThat(client.get(id).json().path("completed_at").asLong())
                .isEqualTo(gateway.jobs().find(id).orElseThrow().createdAt().getEpochSecond() + 30);
    }

    @Test
    void addressExpiresAndReadingAgainGivesANewOne() throws IOException {
        String id = client.completed(video("p").put("seconds", 1)).path("id").asText();
        String first = client.get(id).json().path("output").path("url").asText();
        assertThat(client.download(first).status()).isEqualTo(200);
        assertThat(client.get(id).json().path("output").path("url").asText()).isEqualTo(first);
        CLOCK.advance(Duration.ofMinutes(5));
        assertThat(client.download(first).status()).isEqualTo(403);
        JsonNode again = client.get(id).json();
        String second = again.path("output").path("url").asText();
        assertThat(second).isNotEqualTo(first);
        assertThat(again.path("expires_at").asLong()).isEqualTo(CLOCK.instant().getEpochSecond() + 300);
        assertThat(client.download(second).status()).isEqualTo(200);
        assertThat(client.download(first).status()).isEqualTo(403);
    }

    @Test
    void jobsCanBeOverridden() throws IOException {
        String failing = client.create(video("p").put("seconds", 1)).id();
        gateway.jobs().fail(failing, "UPSTREAM_ERROR", "gone");
        JsonNode failed = client.get(failing).json();
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("error").path("code").asText()).isEqualTo("UPSTREAM_ERROR");
        assertThat(failed.path("error").path("message").asText()).isEqualTo("gone");
        assertThat(failed.get("output").isNull()).isTrue();

        String id = client.create(video("p").put("seconds", 1)).id();
        assertThat(gateway.jobs().finish(id).status()).isEqualTo(JobStatus.COMPLETED);
        String url = client.get(id).json().path("output").path("url").asText();
        gateway.jobs().expireMedia(id);
        assertThat(client.download(url).status()).isEqualTo(403);
        assertThat(gateway.jobs().count(JobStatus.COMPLETED)).isEqualTo(1);
        assertThatThrownBy(() -> gateway.jobs().finish("none")).hasMessageContaining("none");
    }

    @Test
    void expiredAddressCanStay() throws IOException {
        ManualClock clock = new ManualClock();
        try (GatewayEmulator emulator = GatewayEmulator.builder().clock(clock).rendering(false).refreshExpiredMedia(false)
                .expiredMediaStatus(410).mediaTimeToLive(Duration.ofSeconds(1)).build().start()) {
            ApiClient other = new ApiClient(() -> emulator);
            JsonNode job = other.completed(video("p"));
            clock.advance(Duration.ofSeconds(1));
            assertThat(other.get(job.path("id").asText()).json().path("output")).isEqualTo(job.path("output"));
            assertThat(other.download(job.path("output").path("url").asText()).status()).isEqualTo(410);
        }
    }

    @Test
    void oldestFinishedJobsAreDropped() throws IOException {
        try (GatewayEmulator emulator = GatewayEmulator.builder().rendering(false).maxJobs(3).build().start()) {
            ApiClient other = new ApiClient(() -> emulator);
            String open = other.create(video("open")).id();
            String oldest = other.completed(video("0")).path("id").asText();
            other.completed(video("1"));
            String newest = other.completed(video("2")).path("id").asText();
            assertThat(emulator.jobs().count()).isEqualTo(3);
            assertThat(other.get(oldest).status()).isEqualTo(404);
            assertThat(other.get(open).status()).isEqualTo(200);
            assertThat(other.get(newest).status()).isEqualTo(200);
            assertThat(emulator.ledger().billedJobs()).isEqualTo(4);
        }
    }

    private String status(String id) throws IOException {
        return client.get(id).json().path("status").asText();
    }
}
