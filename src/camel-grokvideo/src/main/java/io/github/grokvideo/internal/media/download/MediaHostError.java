package io.github.grokvideo.internal.media.download;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.grokvideo.internal.text.UntrustedText;

/**
 * A response of a media host without a video, and whether a new URL may help. Object stores report an expired signed
 * URL each in a way of its own: S3, R2, MinIO and CloudFront with 403, Google and temporary credentials with 400, Azure
 * as a signature that is not valid at this time.
 *
 * @param status the HTTP status
 * @param body   the beginning of the body, {@value #MAX_BODY} bytes at most
 */
record MediaHostError(int status, String body) {

    static final int MAX_BODY = 4096;

    private static final Set<Integer> MAYBE_EXPIRED = Set.of(401, 403, 404, 410);
    private static final List<String> EXPIRED_WORDS = List.of(
            "expired", "not valid in the specified time frame", "\"exp\\\" claim", "no longer valid");
    private static final int MAX_WORDS = 200;

    static MediaHostError of(int status, byte[] body, int length) {
        return new MediaHostError(status, new String(body, 0, Math.min(length, body.length), StandardCharsets.UTF_8));
    }

    /** Whether the URL has expired, as the host says or its status implies. */
    boolean isExpired() {
        return status == 410 || saysExpired() || (status == 401 || status == 403) && body.isBlank();
    }

    /** Whether to request a new URL from the gateway, which may also have moved the video. */
    boolean mayHaveExpired() {
        return MAYBE_EXPIRED.contains(status) || saysExpired();
    }

    private boolean saysExpired() {
        String lower = body.toLowerCase(Locale.ROOT);
        return status >= 400 && status < 500 && EXPIRED_WORDS.stream().anyMatch(lower::contains);
    }

    /** A sentence without a full stop. */
    String describe(boolean refreshed) {
        if (isExpired()) {
            return refreshed ? "The video's URL has expired, and a new one too" : "The video's URL has expired";
        }
        String what = status == 404 ? "The video's host does not have it" : "The video's host refused it";
        String words = words();
        return what + (refreshed ? ", under a new URL either" : "") + (words.isEmpty() ? "" : ": " + words);
    }

    private String words() {
        String code = first(between("<Code>", "</Code>"), json("code"), json("error"));
        String message = first(between("<Message>", "</Message>"), json("message"), "");
        String both = code.isEmpty() || message.isEmpty() ? code + message : code + ": " + message;
        boolean text = both.isEmpty() && !body.isBlank() && "<{[".indexOf(body.strip().charAt(0)) < 0;
        return UntrustedText.sanitize(text ? body.strip() : both, MAX_WORDS).strip();
    }

    private static String first(String... found) {
        for (String one : found) {
            if (!one.isBlank()) {
                return one.strip();
            }
        }
        return "";
    }

    private String between(String begin, String end) {
        int from = body.indexOf(begin);
        int to = from < 0 ? -1 : body.indexOf(end, from);
        return to < 0 ? "" : body.substring(from + begin.length(), to);
    }

    private String json(String name) {
        int at = body.indexOf("\"" + name + "\"");
        int colon = at < 0 ? -1 : body.indexOf(':', at);
        int quote = colon < 0 ? -1 : body.indexOf('"', colon);
        int end = quote < 0 ? -1 : body.indexOf('"', quote + 1);
        return end < 0 || !body.substring(colon + 1, quote).isBlank() ? "" : body.substring(quote + 1, end);
    }
}
