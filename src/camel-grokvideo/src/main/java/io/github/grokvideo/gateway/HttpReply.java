package io.github.grokvideo.gateway;

/**
 * One HTTP answer, read whole.
 *
 * @param status     the HTTP status
 * @param retryAfter the header {@code Retry-After} as sent, or {@code null}
 * @param body       at most 1 MiB; empty if there is none
 */
record HttpReply(int status, String retryAfter, byte[] body) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
