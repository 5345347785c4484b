package io.github.grokvideo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.apache.camel.CamelContext;

/** A gateway whose jobs are done as soon as they are asked about, or as soon as a test lets them be. */
final class PromptGateway implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger jobs = new AtomicInteger();
    private final AtomicBoolean held = new AtomicBoolean();

    PromptGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(threads);
        server.createContext("/v1/videos", this::answer);
        server.start();
    }

    GrokVideoComponent connect(CamelContext context) {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.setStatusRequestsPerSecond(0);
        component.getConfiguration().setApiKey("test");
        component.getConfiguration().setBaseUrl(url());
        component.getConfiguration().setPollInterval(20);
        return component;
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /** How many jobs were made. */
    int jobs() {
        return jobs.get();
    }

    /** Lets no job be done until it is called with {@code false}. */
    void hold(boolean hold) {
        held.set(hold);
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            boolean creation = exchange.getRequestMethod().equals("POST");
            String id = creation ? "video_" + jobs.incrementAndGet() : path.substring(path.lastIndexOf('/') + 1);
            String body = creation || held.get()
                    ? "{\"id\":\"" + id + "\",\"status\":\"queued\"}"
                    : "{\"id\":\"" + id + "\",\"status\":\"completed\",\"output\":{\"url\":\"https://example.com/" + id
                      + ".mp4\"}}";
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
