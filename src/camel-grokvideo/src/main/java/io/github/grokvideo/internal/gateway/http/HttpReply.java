package io.github.grokvideo.internal.gateway.http;

import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * An HTTP response, read whole.
 *
 * @param status     the HTTP status
 * @param retryAfter the header {@code Retry-After} as sent, or {@code null}
 * @param body       at most 1 MiB; empty if there is none
 */
public record HttpReply(int status, String retryAfter, byte[] body) {

    /** The same without the key: gateways may quote it, even in a job. */
    public HttpReply without(String key) {
        return without(SecretMask.of(key));
    }

    /** As {@link #without(String)}. */
    public HttpReply without(SecretMask key) {
        byte[] masked = key.mask(body);
        String header = key.mask(retryAfter);
        return masked == body && Objects.equals(header, retryAfter) ? this : new HttpReply(status, header, masked);
    }

    /** The checksum of the body; two bodies share one by chance once in 2<sup>64</sup> times. */
    public long checksum() {
        CRC32 left = new CRC32();
        CRC32C right = new CRC32C();
        left.update(body);
        right.update(body, 0, body.length);
        return left.getValue() << Integer.SIZE | right.getValue();
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
