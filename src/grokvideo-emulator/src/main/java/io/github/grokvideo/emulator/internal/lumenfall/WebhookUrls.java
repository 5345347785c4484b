package io.github.grokvideo.emulator.internal.lumenfall;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Loopback;

/** The gateway's rules for {@code webhook_url}. */
final class WebhookUrls {

    private static final Set<Integer> ALLOWED_PORTS = Set.of(-1, 443, 8443);

    private WebhookUrls() {
    }

    /** @throws ApiError if it is not a URL on this machine and breaks the gateway's rules */
    static void checkPublicOrLocal(String url) {
        if (!Loopback.isLoopback(parse(url).getHost())) {
            checkPublic(url);
        }
    }

    /** @throws ApiError if it breaks the gateway's rules */
    static void checkPublic(String url) {
        URI uri = parse(url);
        String host = uri.getHost();
        if ("http".equalsIgnoreCase(uri.getScheme())) {
            throw ApiError.invalidRequest("webhook_url must be an HTTPS URL.");
        }
        if (host.startsWith("[") || host.matches("[0-9.]+")) {
            throw ApiError.invalidRequest("webhook_url must name a host, not an IP address.");
        }
        if (Loopback.isLoopback(host)) {
            throw ApiError.invalidRequest("webhook_url must not be on this machine.");
        }
        if (!ALLOWED_PORTS.contains(uri.getPort())) {
            throw ApiError.invalidRequest("webhook_url has port " + uri.getPort() + ", but only 443 and 8443 are allowed.");
        }
    }

    private static URI parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw ApiError.invalidRequest("webhook_url is not a URL.");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getHost() == null || !http) {
            throw ApiError.invalidRequest("webhook_url must be an HTTPS URL.");
        }
        return uri;
    }
}
