package io.github.grokvideo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.grokvideo.model.JobFailedException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Jobs that an earlier version has left in the job store, with URLs that nobody had looked at: they pass the same rule
 * as what a gateway answers.
 */
class StoredVideosTest extends WireMockTestSupport {

    /** As a version without warnings and external output wrote it; it expires in the year 2100. */
    private static final String OLD
            = "{\"id\":\"video_1\",\"status\":\"COMPLETED\",\"statusText\":\"completed\",\"videos\":[%s],"
              + "\"cost\":{\"amount\":0.30,\"currency\":\"USD\",\"estimated\":false},"
              + "\"expiresAt\":\"2100-01-01T00:00:00Z\",\"parts\":[]}";

    @TempDir
    private Path folder;
    private StoppableDatabase database;
    private final List<CamelContext> machines = new ArrayList<>();
    private final Queue<Message> received = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void openDatabase() {
        database = new StoppableDatabase(folder);
    }

    @AfterEach
    void closeDatabase() {
        machines.forEach(CamelContext::stop);
        database.close();
    }

    private CamelContext machine(String results) throws Exception {
        CamelContext machine = createCamelContext();
        machine.getComponent("grokvideo", GrokVideoComponent.class).setDataSource(database);
        if (results != null) {
            machine.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(results).process(exchange -> received.add(exchange.getMessage().copy()));
                }
            });
        }
        machine.start();
        machines.add(machine);
        return machine;
    }

    /** Submits a job under the key k, and has the store say that it has ended with these URLs. */
    private void stored(String... urls) throws Exception {
        job("video_1", json(200, running("video_1")));
        CamelContext machine = machine(null);
        machine.createProducerTemplate().requestBody("grokvideo:submit?idempotencyKey=k", "p");
        machine.stop();
        List<String> videos = new ArrayList<>();
        for (String url : urls) {
            videos.add("{\"url\":\"" + url + "\"}");
        }
        try (Connection connection = database.getConnection();
             PreparedStatement update = connection.prepareStatement(
                     "update grokvideo_job set state = 'COMPLETED', job = ? where request_key = 'k'")) {
            update.setString(1, String.format(OLD, String.join(",", videos)));
            assertThat(update.executeUpdate()).isEqualTo(1);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
        api.resetRequests();
    }

    @SuppressWarnings("unchecked")
    private static List<String> warnings(Message message) {
        return message.getHeader(GrokVideoConstants.WARNINGS, List.of(), List.class);
    }

    private static void assertThatItHasNoVideo(Message message) {
        assertThat(message.getHeaders()).doesNotContainKeys(GrokVideoConstants.VIDEO_URL, GrokVideoConstants.VIDEO_URLS);
        assertThat(warnings(message)).anySatisfy(
                warning -> assertThat(warning).startsWith("Video 1 is left out: the video's "));
        RefusedOnceTest.assertThatTheCostIs(message.getExchange(), "0.30");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "file:///etc/passwd", "exec:rm?args=-rf", "https://a/\\r\\nX: y", "https://u:p@a/", "https://10.0.0.1/",
            "https://router/", "https://db.svc.cluster.local/" })
    void aResultNamesNoVideoThatNobodyMayUse(String url) throws Exception {
        stored(url);
        machine("grokvideo:results?claimInterval=50");
        await().until(() -> !received.isEmpty());
        Message message = received.peek();
        assertThat(message.getHeader(GrokVideoConstants.ERROR_CODE)).isEqualTo("NO_OUTPUT");
        assertThat(message.getHeader(GrokVideoConstants.ERROR_MESSAGE, String.class))
                .contains("has no usable video: the video's ");
        assertThatItHasNoVideo(message);
    }

    @Test
    void aPolledResultNamesNoVideoThatNobodyMayUse() throws Exception {
        stored("file:///etc/passwd");
        try (var template = machine(null).createConsumerTemplate()) {
            Exchange polled = template.receive("grokvideo:results?claimInterval=50", 20_000);
            assertThat(polled.getMessage().getHeader(GrokVideoConstants.ERROR_CODE)).isEqualTo("NO_OUTPUT");
            assertThatItHasNoVideo(polled.getMessage());
            template.doneUoW(polled);
        }
    }

    @Test
    void theSameRequestAgainNamesNoVideoThatNobodyMayUse() throws Exception {
        stored("file:///etc/passwd");
        Exchange result = machine(null).createProducerTemplate().send(
                "grokvideo:generate?idempotencyKey=k", exchange -> exchange.getMessage().setBody("p"));
        assertThat(failure(result, JobFailedException.class)).satisfies(failure -> {
            assertThat(failure.getCode()).isEqualTo("NO_OUTPUT");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.getCost().amount()).isEqualByComparingTo("0.30");
        });
        assertThatItHasNoVideo(result.getMessage());
        api.verify(0, postRequestedFor(SUBMISSION));
    }

    @Test
    void anIdThatIsHandedOnAgainComesWithoutSuchAVideo() throws Exception {
        stored("file:///etc/passwd");
        Exchange result = machine(null).createProducerTemplate().send(
                "grokvideo:submit?idempotencyKey=k", exchange -> exchange.getMessage().setBody("p"));
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("video_1");
        assertThatItHasNoVideo(result.getMessage());
    }

    @Test
    void usableVideosAreHandedOnInTheOneSpelling() throws Exception {
        stored("HTTPS://Media.Example:443/в.mp4#x", "file:///etc/passwd");
        Exchange result = machine(null).createProducerTemplate().send(
                "grokvideo:generate?idempotencyKey=k", exchange -> exchange.getMessage().setBody("p"));
        assertThat(result.getMessage().getBody()).isEqualTo("https://media.example/%D0%B2.mp4");
        assertThat(warnings(result.getMessage())).singleElement().asString().startsWith("Video 2 is left out: ");
        api.verify(0, anyRequestedFor(anyUrl()));
    }
}
