package io.github.grokvideo.internal.camel;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.internal.gateway.http.TransportSettings;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Sets up HTTP, TLS and the proxy as the component's options say. */
final class TransportSettingsFactory {

    private TransportSettingsFactory() {
    }

    static TransportSettings create(ComponentOptions options) throws GeneralSecurityException, IOException {
        return new TransportSettings(
                options.getHttpVersion() == GrokVideoHttpVersion.HTTP_2, options.getMaxTotalConnections(),
                options.getConnectionsPerRoute(), Duration.ofMillis(options.getConnectTimeout()),
                Duration.ofMillis(options.getResponseTimeout()),
                options.getConnectionTimeToLive() < 0 ? null : Duration.ofMillis(options.getConnectionTimeToLive()),
                sslContext(options), options.getX509HostnameVerifier(), proxy(options), options.getUserAgent());
    }

    /** The same for downloads: over one HTTP/2 connection, the videos of a media host would delay each other. */
    static TransportSettings forDownloads(TransportSettings settings) {
        return new TransportSettings(
                false, settings.maxTotalConnections(), settings.connectionsPerRoute(), settings.connectTimeout(),
                settings.responseTimeout(), settings.connectionTimeToLive(), settings.sslContext(),
                settings.hostnameVerifier(), settings.proxy(), settings.userAgent());
    }

    private static SSLContext sslContext(ComponentOptions options) throws GeneralSecurityException, IOException {
        SSLContextParameters parameters = options.getSslContextParameters();
        if (parameters == null && options.isUseGlobalSslContextParameters()) {
            parameters = options.getCamelContext().getSSLContextParameters();
        }
        return parameters == null ? null : parameters.createSSLContext(options.getCamelContext());
    }

    private static TransportSettings.Proxy proxy(ComponentOptions options) {
        if (options.getProxyHost() == null || options.getProxyHost().isBlank()) {
            return null;
        }
        return new TransportSettings.Proxy(
                options.getProxyAuthScheme(), options.getProxyHost(), options.getProxyPort(), options.getProxyAuthUsername(),
                options.getProxyAuthPassword(), options.getNonProxyHosts());
    }
}
