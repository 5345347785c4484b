package io.github.grokvideo.internal.gateway.http;

import java.time.Duration;

import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;

/**
 * Connection settings. The names are those of Camel's http component.
 *
 * @param http2                over one connection per host instead of a pool of HTTP/1.1 connections
 * @param maxTotalConnections  size of the HTTP/1.1 pool
 * @param connectionsPerRoute  maximum number of connections to one host
 * @param connectTimeout       until a connection is established, TLS included
 * @param responseTimeout      until the response starts, and between two parts of it
 * @param connectionTimeToLive {@code null} keeps a connection until either side closes it
 * @param sslContext           {@code null} is the JVM's
 * @param hostnameVerifier     verifies that a certificate belongs to the host; never {@code null}
 * @param proxy                {@code null} connects directly
 * @param userAgent            the {@code User-Agent} header
 */
public record TransportSettings(
        boolean http2, int maxTotalConnections, int connectionsPerRoute, Duration connectTimeout,
        Duration responseTimeout, Duration connectionTimeToLive, SSLContext sslContext,
        HostnameVerifier hostnameVerifier, Proxy proxy, String userAgent) {

    /**
     * A proxy server.
     *
     * @param scheme        {@code http} or {@code https}
     * @param host          its name
     * @param port          its port
     * @param username      for Basic authentication, or {@code null}
     * @param password      for Basic authentication, or {@code null}
     * @param nonProxyHosts comma-separated hosts to connect to directly, {@code *} stands for anything; or {@code null}
     */
    public record Proxy(String scheme, String host, int port, String username, String password, String nonProxyHosts) {

        @Override
        public String toString() {
            return scheme + "://" + host + ":" + port;
        }
    }
}
