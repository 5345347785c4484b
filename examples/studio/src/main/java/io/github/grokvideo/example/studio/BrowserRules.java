package io.github.grokvideo.example.studio;

import java.util.Set;

import io.github.grokvideo.emulator.BrowserGuard;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * The first handler on the server. Restricts the page to requests to this server, and rejects requests from other pages
 * in the same browser, which could spend the studio's money.
 */
final class BrowserRules implements Handler<RoutingContext> {

    private static final String CONTENT_SECURITY_POLICY = String.join("; ",
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "media-src 'self'",
            "connect-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'");

    private final BrowserGuard guard;

    /** @param hosts allowed host names, besides those of the loopback interface */
    BrowserRules(Set<String> hosts) {
        this.guard = new BrowserGuard(hosts);
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .putHeader("X-Content-Type-Options", "nosniff").putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        guard.refusal(context.request()).ifPresentOrElse(
                reason -> context.response().setStatusCode(403).putHeader("Content-Type", "text/plain").end(reason),
                context::next);
    }
}
