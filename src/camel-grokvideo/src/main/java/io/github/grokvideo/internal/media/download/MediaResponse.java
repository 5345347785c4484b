package io.github.grokvideo.internal.media.download;

import java.util.concurrent.CompletableFuture;

/**
 * The response to one GET of a video.
 *
 * @param error    its status and, if there is no video, what the host says
 * @param location where it redirects to, or {@code null}
 * @param download completes when the video is written; {@code null} if there is none
 */
record MediaResponse(MediaHostError error, String location, CompletableFuture<Download> download) {

    int status() {
        return error.status();
    }
}
