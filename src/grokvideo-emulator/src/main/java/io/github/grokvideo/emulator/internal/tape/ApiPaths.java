package io.github.grokvideo.emulator.internal.tape;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Paths without the base of their API, so that a tape replays at each of the emulator's addresses. */
final class ApiPaths {

    static final String WEBHOOK_SECRET = "/webhooks/secret";

    private static final List<String> BASES = List.of("/openai/v1", "/xai/v1", "/v1");
    private static final String VIDEOS = "/videos/";

    private ApiPaths() {
    }

    static String below(String path) {
        return BASES.stream().filter(base -> path.startsWith(base + "/")).findFirst()
                .map(base -> path.substring(base.length())).orElse(path);
    }

    /** Returns the path of a job. */
    static String ofJob(String id) {
        return VIDEOS + id;
    }

    /** Returns the id of the job at a path, with or without the base. */
    static Optional<String> jobId(String path) {
        String below = below(path);
        if (!below.startsWith(VIDEOS) || below.length() == VIDEOS.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(below.substring(VIDEOS.length()).replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.of(below.substring(VIDEOS.length()));
        }
    }
}
