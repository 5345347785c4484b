package io.github.grokvideo;

/** Which HTTP is spoken to the gateway. */
public enum GrokVideoHttpVersion {

    /** A bounded pool of connections. */
    HTTP_1_1,
    /** One connection for everything; needs a gateway that speaks it over TLS. */
    HTTP_2
}
