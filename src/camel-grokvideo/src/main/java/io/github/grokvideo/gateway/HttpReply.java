package io.github.grokvideo.gateway;

import java.nio.charset.StandardCharsets;

/**
 * One HTTP answer, read whole.
 *
 * @param status     the HTTP status
 * @param retryAfter the header {@code Retry-After} as sent, or {@code null}
 * @param body       at most 1 MiB; empty if there is none
 */
record HttpReply(int status, String retryAfter, byte[] body) {

    /** What is shorter may be part of any word. */
    private static final int SHORTEST_SECRET = 16;

    /** The same without the key that was sent: gateways like to quote it, even in what they say of a job. */
    HttpReply without(String secret) {
        if (secret == null || secret.length() < SHORTEST_SECRET) {
            return this;
        }
        // byte by byte, whatever the encoding
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.contains(secret)
                ? new HttpReply(status, retryAfter, text.replace(secret, "***").getBytes(StandardCharsets.ISO_8859_1))
                : this;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
