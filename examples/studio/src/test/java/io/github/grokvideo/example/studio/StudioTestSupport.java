package io.github.grokvideo.example.studio;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.GatewayEmulator;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway, and a studio that uses it. */
@Timeout(600)
abstract class StudioTestSupport {

    static final Duration PATIENCE = Duration.ofSeconds(120);

    static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;
    GatewayEmulator gateway;
    Studio studio;
    // a free one
    int port;

    @BeforeEach
    void startStudio() throws IOException {
        gateway = emulator().build().start();
        start("lumenfall", gateway.baseUrl());
    }

    void start(String provider, String baseUrl) throws IOException {
        studio = new Studio(folder, false);
        studio.camel().addInitialProperty("camel.component.grokvideo.provider", provider);
        studio.camel().addOverrideProperty("camel.server.port", Integer.toString(port));
        studio.camel().addOverrideProperty("studio.hosts", "other.example, studio.example");
        studio.camel().addInitialProperty("camel.component.grokvideo.base-url", baseUrl);
        studio.camel().addInitialProperty("camel.component.grokvideo.api-key", gateway.apiKey());
        studio.camel().addInitialProperty("camel.component.grokvideo.allow-loopback", "true");
        studio.camel().addInitialProperty("camel.component.grokvideo.poll-interval", "20");
        studio.camel().start();
    }

    /** The gateway's settings. */
    GatewayEmulator.Builder emulator() {
        return GatewayEmulator.builder().tiny(true).queueTime(Duration.ofMillis(10)).renderTime(Duration.ofMillis(20));
    }

    @AfterEach
    void stopStudio() throws SQLException {
        studio.camel().stop();
        closeDatabase();
        gateway.close();
    }

    /** As the end of the process would. */
    void closeDatabase() throws SQLException {
        if (!Files.exists(folder.resolve(".jobs.mv.db"))) {
            return;
        }
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:file:" + folder.resolve(".jobs"));
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(studio.address() + path)).timeout(PATIENCE);
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return HTTP.send(request(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path) throws Exception {
        return HTTP.send(request(path).DELETE().build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Requests a film, and returns its id. */
    String begin(String json) throws Exception {
        HttpResponse<String> answer = post("api/films", json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return StudioEvents.JSON.readTree(answer.body()).path("id").asText();
    }

    StudioEvents events() throws Exception {
        HttpResponse<InputStream> answer
                = HTTP.send(request("api/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        return new StudioEvents(answer.body());
    }

    /** The list, as a page that comes now is told. */
    JsonNode films() throws Exception {
        try (StudioEvents events = events()) {
            return events.next("studio").path("films");
        }
    }

    static byte[] image() throws IOException {
        try (InputStream image = StudioTestSupport.class.getResourceAsStream("/kettle.jpg")) {
            return image.readAllBytes();
        }
    }
}
