package io.github.grokvideo.gateway;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

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

    /** Of the body; two that differ have the same by chance once in 2<sup>64</sup> times. */
    long checksum() {
        CRC32 left = new CRC32();
        CRC32C right = new CRC32C();
        left.update(body);
        right.update(body, 0, body.length);
        return left.getValue() << Integer.SIZE | right.getValue();
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
