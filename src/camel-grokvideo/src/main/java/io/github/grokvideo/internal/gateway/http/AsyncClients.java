package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.component.http.CamelProxyRoutePlanner;
import org.apache.hc.client5.http.DnsResolver;
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
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.concurrent.DefaultThreadFactory;
import org.apache.hc.core5.function.Callback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the HttpClient 5 async clients of this component: HTTP/1.1 with a pool, HTTP/2 with one connection. */
public final class AsyncClients {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncClients.class);
    // over HTTP/2 these print the API key, in plain text or trivially encoded
    private static final List<String> KEY_PRINTING_LOGGERS
            = List.of("org.apache.hc.client5.http.headers", "org.apache.hc.client5.http2.frame.payload");

    private static final int MAX_HEAD = 64 * 1024;
    // without limits a header may be endless
    private static final Http1Config HTTP1 = Http1Config.custom().setMaxLineLength(MAX_HEAD).setMaxHeaderCount(200).build();
    // the client asks the system for events before each read
    private static final Http1Config HTTP1_VIDEOS = Http1Config.copy(HTTP1).setBufferSize(128 * 1024).build();

    private AsyncClients() {
    }

    /**
     * A started client: host names verified, no retry, no redirect, no cookie, no authentication of its own.
     *
     * @param settings connection settings
     * @param name     prefix of its thread names
     * @param resolver resolves host names, and so decides where a connection may go
     */
    public static CloseableHttpAsyncClient start(TransportSettings settings, String name, DnsResolver resolver) {
        return start(settings, name, resolver, UnaryOperator.identity(), HTTP1);
    }

    /**
     * The same for long responses: over HTTP/1.1, it reads more at once.
     *
     * @param connector wraps the initiator of every HTTP/1.1 connection
     */
    public static CloseableHttpAsyncClient startForVideos(
            TransportSettings settings, String name, DnsResolver resolver, UnaryOperator<ConnectionInitiator> connector) {
        return start(settings, name, resolver, connector, HTTP1_VIDEOS);
    }

    private static CloseableHttpAsyncClient start(
            TransportSettings settings, String name, DnsResolver resolver, UnaryOperator<ConnectionInitiator> connector,
            Http1Config http1) {
        AtomicReference<CloseableHttpAsyncClient> started = new AtomicReference<>();
        Callback<Exception> onException = e -> {
            // a busy reactor throws when it is closed; a failed connection is reported to the request that uses it
            boolean closed = started.get() != null && started.get().getStatus() != IOReactorStatus.ACTIVE;
            if (closed || e instanceof IOException) {
                LOG.debug("{}: {}", name, e.toString());
            } else {
                LOG.error("Unexpected failure in {}", name, e);
            }
        };
        CloseableHttpAsyncClient client = settings.http2()
                ? http2(settings, name, resolver, onException) : http1(settings, name, resolver, connector, http1, onException);
        started.set(client);
        client.start();
        return client;
    }

    private static CloseableHttpAsyncClient http1(
            TransportSettings settings, String name, DnsResolver resolver,
            UnaryOperator<ConnectionInitiator> connector, Http1Config http1, Callback<Exception> onException) {
        ConnectorPoolBuilder pool = new ConnectorPoolBuilder(connector);
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
                .setIoReactorExceptionCallback(onException)
                .setThreadFactory(new DefaultThreadFactory(name, true))
                .setDefaultRequestConfig(requestConfig(settings))
                .setUserAgent(settings.userAgent())
                .setHttp1Config(http1)
                // the wire log would print the API key
                .setIoSessionDecorator(session -> session)
                .addExecInterceptorFirst("cancellation", CancellableExecution::overHttp1)
                .disableAutomaticRetries()
                .disableRedirectHandling()
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
            TransportSettings settings, String name, DnsResolver resolver, Callback<Exception> onException) {
        for (String logger : KEY_PRINTING_LOGGERS) {
            if (LoggerFactory.getLogger(logger).isDebugEnabled()) {
                throw new IllegalArgumentException(
                        "httpVersion=HTTP_2 cannot be used while the logger " + logger
                                                   + " is at DEBUG: it would print the API key. Set it to INFO, or use httpVersion=HTTP_1_1");
            }
        }
        H2AsyncClientBuilder builder = HttpAsyncClients.customHttp2()
                .setTlsStrategy(Http2Connection.announcedTo(tlsStrategy(settings)))
                .setDnsResolver(resolver)
                .setDefaultConnectionConfig(connectionConfig(settings))
                .setIOReactorConfig(reactorConfig(settings))
                .setIoReactorExceptionCallback(onException)
                .setThreadFactory(new DefaultThreadFactory(name, true))
                .setDefaultRequestConfig(requestConfig(settings))
                .setUserAgent(settings.userAgent())
                .setH2Config(H2Config.custom().setPushEnabled(false).setMaxHeaderListSize(MAX_HEAD).build())
                .setIoSessionDecorator(session -> new Http2Connection(session, System::nanoTime))
                .addExecInterceptorFirst("cancellation", CancellableExecution::overHttp2)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching();
        return builder.build();
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
                // decompressed, a response could be of any size; the builder's own method is not in HttpClient 5.5, which
                // Spring Boot up to 4.0 gives
                .setContentCompressionEnabled(false)
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
}
