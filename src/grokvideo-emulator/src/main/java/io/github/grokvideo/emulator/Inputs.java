package io.github.grokvideo.emulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.grokvideo.emulator.render.VideoRenderer;

/** Reads the images and videos that requests name. */
final class Inputs {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(20);

    private final Settings settings;
    private final MediaStore media;

    Inputs(Settings settings, MediaStore media) {
        this.settings = settings;
        this.media = media;
    }

    /** @throws ApiError if it is at another machine, and that was not allowed */
    void checkHost(String url) {
        if (settings.remoteInputs || isData(url)) {
            return;
        }
        String host = URI.create(url).getHost();
        if (!Webhooks.isLoopback(host)) {
            throw ApiError.invalidRequest("The input is at " + host + ", but this emulator fetches from this "
                                          + "machine only. It can be started so that it fetches from others.");
        }
    }

    private static boolean isData(String url) {
        return url.regionMatches(true, 0, "data:", 0, 5);
    }

    /** @throws ApiError naming the parameter, if there is nothing to be read */
    byte[] read(String parameter, String url) throws IOException {
        if (isData(url)) {
            try {
                return Base64.getMimeDecoder().decode(url.substring(url.indexOf(',') + 1));
            } catch (IllegalArgumentException e) {
                throw ApiError.invalidRequest(parameter + " is a data URI whose base64 cannot be decoded.");
            }
        }
        var own = media.findByUrl(url);
        if (own.isPresent()) {
            if (!settings.clock.instant().isBefore(own.get().expiresAt())) {
                throw ApiError.invalidRequest(parameter + " has expired.");
            }
            return Files.readAllBytes(own.get().file());
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(FETCH_TIMEOUT).build();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(
                HttpRequest.newBuilder(URI.create(url)).build(), head -> new LimitedBody(settings.maxBodyBytes));
        try {
            // the whole of it: a request's own timeout ends when the answer begins
            HttpResponse<byte[]> response = answer.get(FETCH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw ApiError.invalidRequest(parameter + " answered with status " + response.statusCode() + ".");
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (TimeoutException e) {
            throw ApiError.invalidRequest(
                    parameter + " was not answered within " + FETCH_TIMEOUT.toSeconds() + " seconds.");
        } catch (ExecutionException e) {
            throw ApiError.invalidRequest(parameter + " cannot be fetched: " + e.getCause().getMessage());
        } finally {
            answer.cancel(true);
        }
    }

    /** @throws ApiError naming the parameter, if there is no image to be read */
    byte[] readImage(String parameter, String url) throws IOException {
        byte[] file = read(parameter, url);
        try {
            VideoRenderer.imageSize(file);
        } catch (IOException e) {
            throw ApiError.invalidRequest(parameter + " is not an image that can be read: " + e.getMessage());
        }
        return file;
    }

    /** @throws ApiError if no job has stored a file under that id */
    Path storedFile(String parameter, String fileId) {
        return media.findStored(fileId).orElseThrow(
                () -> ApiError.invalidRequest(parameter + ": no file '" + fileId + "' is stored."));
    }
}
