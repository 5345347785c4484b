package io.github.grokvideo.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Sends finished videos to where the client wants them. */
final class Uploads {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Uploads() {
    }

    /** @throws ApiError unless it is an address on this machine */
    static void checkUrl(String parameter, String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null) {
                if (!Webhooks.isLoopback(uri.getHost())) {
                    throw ApiError.invalidRequest(
                            parameter + " is at " + uri.getHost() + ", but this emulator uploads to this machine only.");
                }
                return;
            }
        } catch (URISyntaxException e) {
            // answered below
        }
        throw ApiError.invalidRequest(parameter + " must be an HTTP(S) URL.");
    }

    /** @throws ApiError if it is not taken */
    static void put(Path file, String url) throws IOException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).header("Content-Type", "video/mp4")
                .PUT(HttpRequest.BodyPublishers.ofFile(file)).build();
        try {
            int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status < 200 || status > 299) {
                throw ApiError.invalidRequest("The upload was answered with status " + status + ".");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (IOException e) {
            throw ApiError.invalidRequest("The upload failed: " + e.getMessage());
        }
    }
}
