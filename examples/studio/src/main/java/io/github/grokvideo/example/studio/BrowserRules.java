package io.github.grokvideo.example.studio;

import java.util.Set;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;

/**
 * Comes before everything else on the server. Tells browsers what the page may do (nothing but talk to this server),
 * and refuses what other pages in the same browser might send here: they could spend the studio's money.
 */
final class BrowserRules implements Handler<RoutingContext> {

    private static final String CONTENT_SECURITY_POLICY = String.join("; ",
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "media-src 'self'",
            "connect-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts;

    /** @param hosts the names under which the page may be called, besides those of this machine to itself */
    BrowserRules(Set<String> hosts) {
        this.hosts = hosts;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        context.response().putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        // the header Host, or what HTTP/2 has in its place
        HostAndPort called = request.authority();
        String origin = request.getHeader("Origin");
        // a name of somebody else's may lead here too
        boolean known = called != null && isKnown(called.host());
        boolean own = origin == null || origin.equals("http://" + called) || origin.equals("https://" + called);
        if (known && own) {
            context.next();
        } else {
            context.response().setStatusCode(403).end();
        }
    }

    private boolean isKnown(String name) {
        return LOOPBACK.contains(name) || hosts.contains(name);
    }
}
