package io.github.grokvideo.internal.gateway.http;

import java.util.Map;

import org.apache.hc.core5.http.HttpHost;

/**
 * One HTTP request to a gateway.
 *
 * @param method      {@code GET}, {@code POST} or {@code DELETE}
 * @param host        scheme, host and port
 * @param path        absolute, with the query if there is one, both encoded
 * @param bearerToken sent as {@code Authorization}, never logged
 * @param headers     further headers
 * @param body        JSON, or {@code null}
 */
public record HttpCall(String method, HttpHost host, String path, String bearerToken, Map<String, String> headers,
        byte[] body) {

    @Override
    public String toString() {
        return method + " " + host.toURI() + path;
    }
}
