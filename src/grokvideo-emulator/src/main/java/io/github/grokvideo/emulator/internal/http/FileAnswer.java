package io.github.grokvideo.emulator.internal.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.internal.fault.DownloadFaults;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Sends a file, or the part of it that the request is for. */
public final class FileAnswer {

    private final DownloadFaults faults;

    public FileAnswer(Vertx vertx) {
        this.faults = new DownloadFaults(vertx);
    }

    /** Sends it as the fault distorts it; 410 if the file does not exist any more. */
    public void send(Fault fault, HttpServerRequest request, Path file, String contentType) {
        HttpServerResponse response = request.response();
        long size;
        try {
            size = Files.size(file);
        } catch (IOException e) {
            response.setStatusCode(410).end("This video has been deleted.");
            return;
        }
        if (!response.headers().contains("Content-Type")) {
            response.putHeader("Content-Type", contentType);
        }
        response.putHeader("Accept-Ranges", "bytes");
        Optional<ByteRange> range = ByteRange.parse(request.getHeader("Range"), size);
        ByteRange part = range.orElseGet(() -> new ByteRange(0, size - 1));
        if (range.isPresent() && !part.isSatisfiable()) {
            response.setStatusCode(416).putHeader("Content-Range", "bytes */" + size).end();
            return;
        }
        if (range.isPresent()) {
            response.setStatusCode(206)
                    .putHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size);
        }
        if (request.method().name().equals("HEAD")) {
            response.putHeader("Content-Length", Long.toString(part.length())).end();
        } else {
            faults.send(fault, request, file, part.first(), part.length());
        }
    }
}
