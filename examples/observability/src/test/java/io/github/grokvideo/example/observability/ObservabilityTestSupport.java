package io.github.grokvideo.example.observability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The application with a fast gateway and a fast load, one for all tests of a class. */
@Timeout(600)
abstract class ObservabilityTestSupport {

    static final Duration PATIENCE = Duration.ofSeconds(120);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static String address;
    static Observability observability;
    private static UnreliableGateway gateway;

    @BeforeAll
    static void startApplication() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        address = "http://localhost:" + port + "/";
        gateway = new UnreliableGateway(Duration.ofMillis(200), Duration.ofMillis(300));
        observability = new Observability(gateway);
        observability.camel().addOverrideProperty("camel.server.port", Integer.toString(port));
        observability.camel().addOverrideProperty("period", "50");
        observability.camel().addOverrideProperty("camel.component.grokvideo.poll-interval", "50");
        observability.camel().addOverrideProperty("camel.component.grokvideo.max-in-flight", "40");
        observability.camel().start();
    }

    @AfterAll
    static void stopApplication() {
        observability.camel().stop();
        gateway.close();
    }

    static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(address + path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
