package io.github.grokvideo.emulator.internal.media;

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

import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Loopback;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.render.FilmRenderer;

/** Reads input images and videos from data URIs, URLs and stored files. */
public final class Inputs {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(20);

    private final Settings settings;
    private final MediaStore media;

    public Inputs(Settings settings, MediaStore media) {
        this.settings = settings;
        this.media = media;
    }

    /** @throws ApiError if the URL is on another machine and remote inputs are not enabled */
    public void checkHost(String url) {
        if (settings.remoteInputs || InputUrls.isData(url)) {
            return;
        }
        String host = URI.create(url).getHost();
        if (!Loopback.isLoopback(host)) {
            throw ApiError.invalidRequest("The input is at " + host + ", but this emulator fetches from this "
                                          + "machine only. It can be started so that it fetches from others.");
        }
    }

    /** @throws ApiError naming the parameter, if it cannot be read */
    public byte[] read(String parameter, String url) throws IOException {
        if (InputUrls.isData(url)) {
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
            // HttpRequest.timeout ends when the answer starts; this includes the body
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

    /** @throws ApiError naming the parameter, if it is not an image */
    public byte[] readImage(String parameter, String url) throws IOException {
        byte[] file = read(parameter, url);
        try {
            FilmRenderer.imageSize(file);
        } catch (IOException e) {
            throw ApiError.invalidRequest(parameter + " is not an image that can be read: " + e.getMessage());
        }
        return file;
    }

    /** @throws ApiError naming the parameter, if no job has stored a file with that id */
    public Path storedFile(String parameter, String fileId) {
        return media.findStored(fileId).orElseThrow(
                () -> ApiError.invalidRequest(parameter + ": no file '" + fileId + "' is stored."));
    }
}
