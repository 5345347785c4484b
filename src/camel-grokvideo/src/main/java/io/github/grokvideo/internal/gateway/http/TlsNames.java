package io.github.grokvideo.internal.gateway.http;

import java.net.SocketAddress;

import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;

/** Gives TLS the host name as certificates have it: without the trailing dot of a fully qualified name. */
record TlsNames(TlsStrategy strategy) implements TlsStrategy {

    @Override
    @SuppressWarnings("deprecation")
    public boolean upgrade(
            TransportSecurityLayer session, HttpHost host, SocketAddress local, SocketAddress remote, Object attachment,
            Timeout timeout) {
        return strategy.upgrade(session, plain(host), local, remote, attachment, timeout);
    }

    @Override
    public void upgrade(
            TransportSecurityLayer session, NamedEndpoint endpoint, Object attachment, Timeout timeout,
            FutureCallback<TransportSecurityLayer> callback) {
        strategy.upgrade(session, plain(endpoint), attachment, timeout, callback);
    }

    private static HttpHost plain(NamedEndpoint endpoint) {
        String name = endpoint.getHostName();
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return endpoint instanceof HttpHost host && plain.equals(name)
                ? host : new HttpHost(
                        endpoint instanceof HttpHost host ? host.getSchemeName() : "https", plain,
                        endpoint.getPort());
    }
}
