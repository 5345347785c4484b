package io.github.grokvideo.internal.gateway.http;

import java.net.SocketAddress;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.Timeout;

/** Builds a connection pool whose connection initiators are wrapped first. */
final class ConnectorPoolBuilder extends PoolingAsyncClientConnectionManagerBuilder {

    private final UnaryOperator<ConnectionInitiator> connector;

    ConnectorPoolBuilder(UnaryOperator<ConnectionInitiator> connector) {
        this.connector = connector;
    }

    @Override
    protected AsyncClientConnectionOperator createConnectionOperator(
            TlsStrategy tlsStrategy, SchemePortResolver schemePortResolver, DnsResolver dnsResolver) {
        AsyncClientConnectionOperator operator
                = super.createConnectionOperator(tlsStrategy, schemePortResolver, dnsResolver);
        return new ConnectingOperator(operator, connector);
    }

    private record ConnectingOperator(AsyncClientConnectionOperator operator,
            UnaryOperator<ConnectionInitiator> connector) implements AsyncClientConnectionOperator {

        @Override
        public Future<ManagedAsyncClientConnection> connect(
                ConnectionInitiator initiator, HttpHost host, SocketAddress localAddress, Timeout connectTimeout,
                Object attachment, FutureCallback<ManagedAsyncClientConnection> callback) {
            return operator.connect(connector.apply(initiator), host, localAddress, connectTimeout, attachment, callback);
        }

        @Override
        public Future<ManagedAsyncClientConnection> connect(
                ConnectionInitiator initiator, HttpHost endpointHost,
                NamedEndpoint endpointName, SocketAddress localAddress, Timeout connectTimeout,
                Object attachment, HttpContext context,
                FutureCallback<ManagedAsyncClientConnection> callback) {
            return operator.connect(connector.apply(initiator), endpointHost, endpointName, localAddress, connectTimeout,
                    attachment, context, callback);
        }

        @Override
        public void upgrade(ManagedAsyncClientConnection connection, HttpHost host, Object attachment) {
            operator.upgrade(connection, host, attachment);
        }

        @Override
        public void upgrade(
                ManagedAsyncClientConnection connection, HttpHost endpointHost,
                NamedEndpoint endpointName, Object attachment,
                HttpContext context,
                FutureCallback<ManagedAsyncClientConnection> callback) {
            operator.upgrade(connection, endpointHost, endpointName, attachment, context, callback);
        }
    }
}
