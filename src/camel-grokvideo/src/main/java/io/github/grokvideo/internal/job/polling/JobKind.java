package io.github.grokvideo.internal.job.polling;

import java.util.Locale;

import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.request.VideoRequest;
import io.github.grokvideo.model.VideoJob;

/**
 * What jobs that are expected to take equally long have in common.
 *
 * @param provider   the API, such as {@code xai}
 * @param gateway    scheme, host and port of the gateway
 * @param model      the model asked for
 * @param mode       what the video is generated from; {@code null} if only the gateway's description is known
 * @param duration   of the video in seconds, or {@code null}
 * @param resolution size or tier, or {@code null}
 */
record JobKind(String provider, String gateway, String model, String mode, Double duration, String resolution) {

    /** A text from a message may have any length. */
    private static final int MAX_TEXT = 100;

    static JobKind of(VideoGateway gateway, VideoRequest request) {
        return new JobKind(
                gateway.provider(), gateway.authority(), text(request.model()), request.mode(), request.duration(),
                text(request.size() != null ? request.size() : request.resolution()));
    }

    static JobKind of(VideoGateway gateway, VideoJob job) {
        return new JobKind(
                gateway.provider(), gateway.authority(), text(job.model()), null, job.seconds(), text(job.size()));
    }

    private static String text(String said) {
        if (said == null) {
            return null;
        }
        String text = said.trim().toLowerCase(Locale.ROOT);
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
