package io.github.grokvideo.emulator.internal.tape;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.grokvideo.emulator.Api;
import io.github.grokvideo.emulator.internal.ApiError;
import io.github.grokvideo.emulator.internal.Loopback;
import io.github.grokvideo.emulator.internal.RealGateway;
import io.github.grokvideo.emulator.internal.Settings;
import io.github.grokvideo.emulator.internal.http.ApiCall;
import io.github.grokvideo.emulator.internal.http.WholeAnswer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;

/** Sends requests to the real gateways. A request is sent once: what is lost is lost for the client too. */
final class Upstream {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String BEARER = "Bearer ";
    private static final String LUMENFALL_KEY = "lmnfl_";
    private static final String XAI_KEY = "xai-";
    /** Of the connection to the client, or set by the HTTP client itself. */
    private static final Set<String> NOT_FORWARDED = Set.of(
            "host", "content-length", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te",
            "trailer", "expect", "accept-encoding", "http2-settings", "authorization");

    private final Settings settings;
    private final Redaction redaction;
    private final HttpClient client;

    Upstream(Settings settings, Vertx vertx, Redaction redaction) {
        this.settings = settings;
        this.redaction = redaction;
        // a connection that the gateway closes between two requests would look like a lost answer
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false).setConnectTimeout((int) CONNECT_TIMEOUT.toMillis()));
        settings.gateways.values().forEach(gateway -> redaction.addSecret(gateway.apiKey()));
    }

    /** Whether the gateway of an API is on this machine, and its media may be, too. */
    boolean isLocal(Api api) {
        return Loopback.isLoopback(URI.create(settings.gateways.get(api).baseUrl()).getHost());
    }

    /**
     * Sends a request.
     *
     * @return an {@link ApiError} in the future if nothing was sent; another failure if there is no whole answer
     */
    Future<WholeAnswer> send(ApiCall call, byte[] body) {
        RequestOptions request;
        try {
            request = request(call);
        } catch (ApiError e) {
            return Future.failedFuture(e);
        } catch (IllegalArgumentException | VertxException e) {
            return Future.failedFuture(ApiError.invalidRequest("The request cannot be forwarded: " + e.getMessage()));
        }
        return WholeAnswer.to(client, request, body.length == 0 ? null : Buffer.buffer(body));
    }

    private RequestOptions request(ApiCall call) {
        HttpServerRequest received = call.request();
        RealGateway gateway = settings.gateways.get(call.api());
        URI address = address(gateway, call);
        RequestOptions request = new RequestOptions().setMethod(received.method()).setAbsoluteURI(address.toString())
                .setTimeout(TIMEOUT.toMillis());
        redaction.addSecretsOf(received.headers());
        for (Map.Entry<String, String> header : received.headers()) {
            if (!NOT_FORWARDED.contains(header.getKey().toLowerCase(Locale.ROOT)) && !header.getKey().startsWith(":")) {
                request.addHeader(header.getKey(), header.getValue());
            }
        }
        String authorization = authorization(gateway, call);
        if (authorization != null) {
            request.putHeader("Authorization", authorization);
        }
        for (Proxy proxy : ProxySelector.getDefault().select(address)) {
            if (proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress host) {
                request.setProxyOptions(new ProxyOptions().setHost(host.getHostString()).setPort(host.getPort()));
            }
        }
        return request;
    }

    private static URI address(RealGateway gateway, ApiCall call) {
        String path = ApiPaths.below(call.request().path());
        String query = call.request().query();
        boolean ofVideos = call.api() == Api.XAI || path.startsWith("/videos") || path.startsWith("/models");
        String base = ofVideos ? gateway.baseUrl() : origin(gateway) + "/v1";
        return URI.create(base + path + (query == null ? "" : "?" + query));
    }

    private static String origin(RealGateway gateway) {
        URI base = URI.create(gateway.baseUrl());
        return base.getScheme() + "://" + base.getRawAuthority();
    }

    private String authorization(RealGateway gateway, ApiCall call) {
        String given = call.request().getHeader("Authorization");
        if (given == null || !call.hasAuthorization(BEARER + settings.apiKey)) {
            String key = given == null ? "" : given.substring(given.indexOf(' ') + 1).strip();
            redaction.addSecret(key);
            if (key.startsWith(call.api() == Api.XAI ? LUMENFALL_KEY : XAI_KEY)) {
                throw notSent(call.api(), "the key belongs to another provider than the address " + call.request().path()
                                          + ". With Camel, set grokvideo.emulator.provider.");
            }
            return given;
        }
        if (gateway.apiKey() == null) {
            throw notSent(call.api(), "recording needs a key of the gateway. Set "
                                      + (call.api() == Api.XAI ? "XAI_API_KEY" : "LUMENFALL_API_KEY")
                                      + " in the environment of the emulator, or send the key with the request.");
        }
        return BEARER + gateway.apiKey();
    }

    private static ApiError notSent(Api api, String problem) {
        String message = "Nothing was sent: " + problem;
        return api == Api.XAI
                ? ApiError.xai(401, message)
                : new ApiError(401, "AUTHENTICATION_FAILED", "authentication_error", message);
    }
}
