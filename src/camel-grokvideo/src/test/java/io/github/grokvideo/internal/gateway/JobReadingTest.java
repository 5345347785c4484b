package io.github.grokvideo.internal.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.grokvideo.RawServer;
import io.github.grokvideo.internal.gateway.http.BaseUrl;
import io.github.grokvideo.internal.gateway.http.HttpReply;
import io.github.grokvideo.internal.gateway.http.HttpTransport;
import io.github.grokvideo.internal.gateway.http.TransportSettings;
import io.github.grokvideo.internal.gateway.response.JobReader;
import io.github.grokvideo.model.JobStatus;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a gateway says of a job again and again. */
class JobReadingTest {

    private static final String PENDING = "{\"id\":\"j\",\"status\":\"in_progress\",\"metadata\":{\"provider\":\"%s\"}}";
    private static final String[] ANSWERS = {
            PENDING.formatted(""), PENDING.formatted(""), PENDING.formatted("xai"), PENDING.formatted("xai"), "",
            "{\"id\":\"j\",\"status\":\"completed\",\"output\":{\"url\":\"http://127.0.0.1/v.mp4\"}}" };

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void onlyWhatIsNewIsReadAnew() throws Exception {
        TransportSettings settings = new TransportSettings(
                false, 2, 2, Duration.ofSeconds(5), Duration.ofSeconds(30), null, null, new DefaultHostnameVerifier(), null,
                "test/1");
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        int[] asked = new int[1];
        try (RawServer server = new RawServer((request, out) -> {
            int number = asked[0]++;
            RawServer.reply(out, 200, bytes(ANSWERS[number]), "Retry-After: " + (number + 1));
        }); HttpTransport transport = new HttpTransport(settings, timer, System::nanoTime)) {
            GatewayAccount account = new GatewayAccount(
                    transport, BaseUrl.fixed(server.url("/v1")), "key", new GatewayHealth(), Clock.systemUTC());
            JobReading[] readings = new JobReading[ANSWERS.length];
            JobReading before = new JobReading(JobReader.readJob(bytes(ANSWERS[0]), null), null);
            for (int i = 0; i < readings.length; i++) {
                readings[i] = account.readJob("j", before, Duration.ofSeconds(20)).get(20, TimeUnit.SECONDS);
                assertThat(readings[i].retryAfter()).as("not of the body").isEqualTo(Duration.ofSeconds(i + 1));
                before = readings[i];
            }
            assertThat(readings[0].job().json()).as("no answer was read before").isEqualTo(ANSWERS[0]);
            assertThat(readings[1].job()).isSameAs(readings[0].job());
            assertThat(readings[2].job().provider()).isEqualTo("xai");
            assertThat(readings[3].job()).isSameAs(readings[2].job());
            assertThat(readings[4].job().status()).as("an empty answer").isNotEqualTo(JobStatus.COMPLETED);
            assertThat(readings[5].job().status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(readings[5].job().videos()).hasSize(1);
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void anyOtherBodyHasAnotherChecksum() {
        byte[] body = bytes(ANSWERS[2]);
        long checksum = new HttpReply(200, null, body).checksum();
        assertThat(new HttpReply(202, "7", body.clone()).checksum()).isEqualTo(checksum);
        for (int bit = 0; bit < 8 * body.length; bit++) {
            byte[] other = body.clone();
            other[bit / 8] ^= 1 << bit % 8;
            assertThat(new HttpReply(200, null, other).checksum()).isNotEqualTo(checksum);
        }
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] other = new byte[body.length];
            random.nextBytes(other);
            assertThat(new HttpReply(200, null, other).checksum()).isNotEqualTo(checksum);
        }
    }
}
