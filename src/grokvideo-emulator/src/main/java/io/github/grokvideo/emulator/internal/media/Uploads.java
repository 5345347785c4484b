package io.github.grokvideo.emulator.internal.media;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;

import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Loopback;

/** Uploads finished videos to the client's URL. */
public final class Uploads {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Uploads() {
    }

    /** @throws ApiError naming the parameter, unless it is a URL on this machine */
    public static void checkUrl(String parameter, String url) {
        if (!InputUrls.isHttp(url)) {
            throw ApiError.invalidRequest(parameter + " must be an HTTP(S) URL.");
        }
        String host = URI.create(url).getHost();
        if (!Loopback.isLoopback(host)) {
            throw ApiError.invalidRequest(
                    parameter + " is at " + host + ", but this emulator uploads to this machine only.");
        }
    }

    /** @throws ApiError if the upload fails */
    public static void put(Path file, String url) throws IOException {
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
