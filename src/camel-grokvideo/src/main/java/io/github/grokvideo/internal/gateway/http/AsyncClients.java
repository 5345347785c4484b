package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.component.http.CamelProxyRoutePlanner;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.H2AsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.function.Callback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.H2StreamResetException;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds HttpClient 5 async clients the one way this component uses them. */
public final class AsyncClients {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncClients.class);
    // over HTTP/2 these print the API key, plain or in a code that is easily undone
    private static final List<String> TELLTALE_LOGS
            = List.of("org.apache.hc.client5.http.headers", "org.apache.hc.client5.http2.frame.payload");

    /**
     * The attribute of a request's context with a {@link FutureCallback} that is told when the other side resets the
     * HTTP/2 stream; the future of the request is not completed then.
     */
    static final String ON_RESET = AsyncClients.class.getName() + ".onReset";

    private static final int MAX_HEAD = 64 * 1024;
    // by default a header may be endless
    private static final Http1Config HTTP1 = Http1Config.custom().setMaxLineLength(MAX_HEAD).setMaxHeaderCount(200).build();

    private AsyncClients() {
    }

    /**
     * A started client: host names verified, no retry, no redirect, no cookie, no authentication of its own.
     *
     * @param settings  how HTTP is spoken
     * @param name      what its threads are called
     * @param resolver  decides which addresses a host name stands for, and so where a connection may go
     * @param connector sees every connection right before it is opened
     */
    public static CloseableHttpAsyncClient start(
            TransportSettings settings, String name, DnsResolver resolver,
            UnaryOperator<ConnectionInitiator> connector) {
        AtomicReference<CloseableHttpAsyncClient> started = new AtomicReference<>();
        Callback<Exception> troubled = e -> {
            // closing a reactor at work makes it stumble, which is how it ends; of a connection that fails, who uses it is told
            boolean closed = started.get() != null && started.get().getStatus() != IOReactorStatus.ACTIVE;
            if (closed || e instanceof IOException) {
                LOG.debug("{}: {}", name, e.toString());
            } else {
                LOG.error("{} is in trouble", name, e);
            }
        };
        CloseableHttpAsyncClient client = settings.http2()
                ? http2(settings, name, resolver, troubled) : http1(settings, name, resolver, connector, troubled);
        started.set(client);
        client.start();
        return client;
    }

    private static CloseableHttpAsyncClient http1(
            TransportSettings settings, String name, DnsResolver resolver,
            UnaryOperator<ConnectionInitiator> connector, Callback<Exception> troubled) {
        PoolBuilder pool = new PoolBuilder(connector);
        pool.setTlsStrategy(tlsStrategy(settings))
                .setDnsResolver(resolver)
                .setMaxConnTotal(settings.maxTotalConnections())
                .setMaxConnPerRoute(settings.connectionsPerRoute())
                .setDefaultConnectionConfig(connectionConfig(settings))
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                        .setHandshakeTimeout(timeout(settings.connectTimeout().toMillis()))
                        .build());
        HttpAsyncClientBuilder builder = HttpAsyncClients.custom()
                .setConnectionManager(pool.build())
                .setIOReactorConfig(reactorConfig(settings))
                .setIoReactorExceptionCallback(troubled)
                .setThreadFactory(new DefaultThreadFactory(name, true))
                .setDefaultRequestConfig(requestConfig(settings))
                .setUserAgent(settings.userAgent())
                .setHttp1Config(HTTP1)
                // the wire log would print the API key
                .setIoSessionDecorator(session -> session)
                .addExecInterceptorFirst("cancellation", AsyncClients::cancellable)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                // what comes is passed on as it is: unpacked it could be of any size
                .disableContentCompression()
                .disableCookieManagement();
        TransportSettings.Proxy proxy = settings.proxy();
        if (proxy != null) {
            HttpHost host = new HttpHost(proxy.scheme(), proxy.host(), proxy.port());
            builder.setRoutePlanner(new CamelProxyRoutePlanner(host, hosts(proxy.nonProxyHosts())));
            if (proxy.username() != null) {
                BasicCredentialsProvider credentials = new BasicCredentialsProvider();
                char[] password = proxy.password() == null ? new char[0] : proxy.password().toCharArray();
                credentials.setCredentials(
                        new AuthScope(proxy.host(), proxy.port()),
                        new UsernamePasswordCredentials(proxy.username(), password));
                builder.setDefaultCredentialsProvider(credentials);
            }
        } else {
            builder.disableAuthCaching();
        }
        return builder.build();
    }

    private static CloseableHttpAsyncClient http2(
            TransportSettings settings, String name, DnsResolver resolver, Callback<Exception> troubled) {
        for (String logger : TELLTALE_LOGS) {
            if (LoggerFactory.getLogger(logger).isDebugEnabled()) {
                throw new IllegalArgumentException(
                        "httpVersion=HTTP_2 cannot be used while the logger " + logger
                                                   + " is at DEBUG: it would print the API key. Set it to INFO, or use httpVersion=HTTP_1_1");
            }
        }
        H2AsyncClientBuilder builder = HttpAsyncClients.customHttp2()
                .setTlsStrategy(Http2Connection.telling(tlsStrategy(settings)))
                .setDnsResolver(resolver)
                .setDefaultConnectionConfig(connectionConfig(settings))
                .setIOReactorConfig(reactorConfig(settings))
                .setIoReactorExceptionCallback(troubled)
                .setThreadFactory(new DefaultThreadFactory(name, true))
                .setDefaultRequestConfig(requestConfig(settings))
                .setUserAgent(settings.userAgent())
                .setH2Config(H2Config.custom().setPushEnabled(false).setMaxHeaderListSize(MAX_HEAD).build())
                .setIoSessionDecorator(session -> new Http2Connection(session, System::nanoTime))
                .addExecInterceptorFirst("cancellation", AsyncClients::cancellableAlone)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching();
        return builder.build();
    }

    private static void cancellable(
            HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope, AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        proceed(request, body, scope, chain, callback, new Cancellation());
    }

    // told of a request that was cancelled, or reset, the client would close the one connection that all others use too
    private static void cancellableAlone(
            HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope, AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        Cancellation cancellation = new Cancellation();
        proceed(request, body, scope, chain, new AsyncExecCallback() {
            @Override
            public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails entity)
                    throws HttpException, IOException {
                Http2Connection.Use use = Http2Connection.of(scope.clientContext);
                use.answered(0);
                AsyncDataConsumer consumer = callback.handleResponse(response, entity);
                return consumer == null ? null : new AnswerConsumer(consumer, use);
            }

            @Override
            public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
                callback.handleInformationResponse(response);
            }

            @Override
            public void completed() {
                callback.completed();
            }

            @Override
            public void failed(Exception cause) {
                if (cause instanceof H2StreamResetException reset
                        && scope.clientContext.getAttribute(ON_RESET) instanceof FutureCallback<?> told) {
                    told.failed(reset);
                } else if (!cancellation.isCancelled()) {
                    callback.failed(cause);
                }
            }
        }, cancellation);
    }

    private static void proceed(
            HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope, AsyncExecChain chain,
            AsyncExecCallback callback, Cancellation cancellation)
            throws HttpException, IOException {
        scope.cancellableDependency.setDependency(cancellation);
        chain.proceed(request, body, new AsyncExecChain.Scope(
                scope.exchangeId, scope.route, scope.originalRequest, cancellation, scope.clientContext, scope.execRuntime,
                scope.scheduler, scope.execCount), callback);
    }

    // whether a certificate belongs to a host is the given verifier's decision alone
    private static TlsStrategy tlsStrategy(TransportSettings settings) {
        ClientTlsStrategyBuilder builder = ClientTlsStrategyBuilder.create()
                .setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                .setHostnameVerifier(settings.hostnameVerifier());
        if (settings.sslContext() != null) {
            builder.setSslContext(settings.sslContext());
        }
        return new TlsNames(builder.buildAsync());
    }

    private static ConnectionConfig connectionConfig(TransportSettings settings) {
        ConnectionConfig.Builder builder = ConnectionConfig.custom()
                .setConnectTimeout(timeout(settings.connectTimeout().toMillis()))
                .setSocketTimeout(timeout(settings.responseTimeout().toMillis()))
                .setValidateAfterInactivity(TimeValue.ofSeconds(2));
        if (settings.connectionTimeToLive() != null) {
            builder.setTimeToLive(TimeValue.of(settings.connectionTimeToLive().toMillis(), TimeUnit.MILLISECONDS));
        }
        return builder.build();
    }

    private static IOReactorConfig reactorConfig(TransportSettings settings) {
        return IOReactorConfig.custom()
                .setIoThreadCount(1)
                .setTcpNoDelay(true)
                .setSoTimeout(timeout(settings.responseTimeout().toMillis()))
                .build();
    }

    private static RequestConfig requestConfig(TransportSettings settings) {
        return RequestConfig.custom()
                .setResponseTimeout(timeout(settings.responseTimeout().toMillis()))
                // the request's own deadline ends the wait for a connection
                .setConnectionRequestTimeout(Timeout.DISABLED)
                .setAuthenticationEnabled(settings.proxy() != null)
                .build();
    }

    private static Timeout timeout(long millis) {
        return millis <= 0 ? Timeout.DISABLED : Timeout.ofMilliseconds(millis);
    }

    private static Set<String> hosts(String list) {
        if (list == null || list.isBlank()) {
            return Set.of();
        }
        return Stream.of(list.split(",")).map(String::trim).filter(host -> !host.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Cancels every step of a request. The client itself remembers the last it was told of, and over a connection that
     * was kept that is not the exchange: cancelled, the request would go on and keep its connection.
     */
    private static final class Cancellation implements CancellableDependency {

        private final Deque<Cancellable> steps = new ArrayDeque<>();
        private boolean cancelled;

        @Override
        public void setDependency(Cancellable step) {
            synchronized (this) {
                if (!cancelled) {
                    steps.push(step);
                    return;
                }
            }
            step.cancel();
        }

        @Override
        public synchronized boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean cancel() {
            synchronized (this) {
                cancelled = true;
            }
            steps.forEach(Cancellable::cancel);
            return true;
        }
    }

    /** Tells a connection that an answer goes on. */
    private record AnswerConsumer(AsyncDataConsumer consumer, Http2Connection.Use use) implements AsyncDataConsumer {

        @Override
        public void updateCapacity(CapacityChannel channel) throws IOException {
            consumer.updateCapacity(channel);
        }

        @Override
        public void consume(ByteBuffer source) throws IOException {
            if (source.hasRemaining()) {
                use.answered(source.remaining());
            }
            consumer.consume(source);
        }

        @Override
        public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
            consumer.streamEnd(trailers);
        }

        @Override
        public void releaseResources() {
            consumer.releaseResources();
        }
    }

    /** A pool whose connections pass {@code connector} on their way to the socket. */
    private static final class PoolBuilder extends PoolingAsyncClientConnectionManagerBuilder {

        private final UnaryOperator<ConnectionInitiator> connector;

        PoolBuilder(UnaryOperator<ConnectionInitiator> connector) {
            this.connector = connector;
        }

        @Override
        protected AsyncClientConnectionOperator createConnectionOperator(
                TlsStrategy tlsStrategy, SchemePortResolver schemePortResolver, DnsResolver dnsResolver) {
            AsyncClientConnectionOperator operator
                    = super.createConnectionOperator(tlsStrategy, schemePortResolver, dnsResolver);
            return new ConnectingOperator(operator, connector);
        }
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
