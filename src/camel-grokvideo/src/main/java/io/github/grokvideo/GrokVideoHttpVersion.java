package io.github.grokvideo;

/** The HTTP version of requests to the gateway: the values of the option {@code httpVersion}. */
public enum GrokVideoHttpVersion {

    /** HTTP/1.1 over a bounded pool of connections. */
    HTTP_1_1,
    /** HTTP/2 over a single connection. Requires TLS, and a gateway that supports it. */
    HTTP_2
}
