package io.github.grokvideo.benchmark.stub;

import java.nio.file.Path;

/**
 * Where the stub listens.
 *
 * @param httpPort   HTTP/1.1 without TLS
 * @param httpsPort  TLS with ALPN, HTTP/2 or HTTP/1.1
 * @param adminPort  for {@link StubClient}
 * @param trustStore PKCS12 with the stub's certificate, the password is {@link StubCertificate#PASSWORD}
 */
public record StubAddress(int httpPort, int httpsPort, int adminPort, Path trustStore) {

    /** The API without TLS. */
    public String plainUrl() {
        return "http://127.0.0.1:" + httpPort + "/v1";
    }

    /** The API over TLS. */
    public String tlsUrl() {
        return "https://127.0.0.1:" + httpsPort + "/v1";
    }
}
