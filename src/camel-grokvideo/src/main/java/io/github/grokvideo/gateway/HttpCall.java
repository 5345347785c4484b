package io.github.grokvideo.gateway;

import java.net.URI;
import java.util.Map;

/**
 * One HTTP request to a gateway.
 *
 * @param method      {@code GET}, {@code POST} or {@code DELETE}
 * @param uri         absolute
 * @param bearerToken goes into {@code Authorization}, and never into a log
 * @param headers     further headers
 * @param body        JSON, or {@code null}
 */
record HttpCall(String method, URI uri, String bearerToken, Map<String, String> headers, byte[] body) {

    @Override
    public String toString() {
        return method + " " + uri;
    }
}
