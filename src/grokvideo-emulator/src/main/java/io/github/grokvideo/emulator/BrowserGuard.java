package io.github.grokvideo.emulator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Detects requests to a local server that a foreign web page may have sent: under the page's own host name (DNS
 * rebinding), or across origins. Other programs, and pages of the server itself, are not affected. Thread-safe.
 */
public final class BrowserGuard {

    private static final Pattern AUTHORITY
            = Pattern.compile("([a-z0-9_](?:[a-z0-9_.-]{0,253})|\\[[0-9a-f:.]{2,45}])(?::(\\d{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_.-]{0,253}|\\[[0-9a-f:.]{2,45}]");
    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#@]+)");
    private static final Pattern ABSOLUTE = Pattern.compile("[a-z][a-z0-9+.-]*://([^/?#]*).*", Pattern.DOTALL);
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(?:\\.(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])){3}");
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int NO_PORT = -1;
    private static final int MAX_ECHO = 100;

    private record Authority(String host, int port) {

        boolean isSameAs(Authority other, int defaultPort) {
            return host.equals(other.host)
                    && (port == NO_PORT ? defaultPort : port) == (other.port == NO_PORT ? defaultPort : other.port);
        }
    }

    private final Set<String> hosts;

    /**
     * @param  hosts                    the host names of the server, without a port, in addition to {@code localhost},
     *                                  127.0.0.0/8 and {@code [::1]}
     * @throws IllegalArgumentException if one is not a host name
     */
    public BrowserGuard(Collection<String> hosts) {
        this.hosts = hosts(hosts);
    }

    static Set<String> hosts(Collection<String> names) {
        return names.stream().map(BrowserGuard::name).collect(Collectors.toUnmodifiableSet());
    }

    private static String name(String given) {
        String name = withoutTrailingDot(given.strip().toLowerCase(Locale.ROOT));
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + given + "' is not the name of a host, like emulator.example: no scheme, no port, no path");
        }
        return name;
    }

    /**
     * Returns the reason to refuse a request, as a sentence for the sender; empty if it may be answered.
     *
     * <p>
     * A request is refused if its host is not one of the server's names, missing or ambiguous; if its {@code Origin},
     * {@code null} included, is not that host; or if {@code Sec-Fetch-Site} marks it as cross-site, unless it follows a
     * link ({@code GET}).
     */
    public Optional<String> refusal(HttpServerRequest request) {
        Optional<String> wrongHost = wrongHost(request);
        return wrongHost.isPresent() ? wrongHost : otherOrigin(request);
    }

    /**
     * Returns the reason to refuse a request by its host alone, for content that other pages may embed.
     */
    public Optional<String> wrongHost(HttpServerRequest request) {
        List<String> called = called(request);
        if (called.isEmpty()) {
            return Optional.of("The request names no host.");
        }
        if (request.headers().getAll("Host").size() > 1) {
            return Optional.of("The request has several Host headers.");
        }
        return called.stream().filter(authority -> !isKnown(authority)).findFirst()
                .map(authority -> "The host " + shown(authority) + " is not a name of this server, which are localhost, "
                                  + "127.0.0.0/8, [::1] and those that it was given at its start.");
    }

    /** Returns everything that names the host: {@code Host}, {@code :authority}, and an absolute request target. */
    private static List<String> called(HttpServerRequest request) {
        List<String> called = new ArrayList<>(request.headers().getAll("Host"));
        if (request.version() == HttpVersion.HTTP_2 && request.authority() != null) {
            called.add(request.authority().toString());
        }
        // a target without an authority neither adds a host nor replaces a missing one
        Matcher absolute = ABSOLUTE.matcher(request.uri().toLowerCase(Locale.ROOT));
        if (absolute.matches() && !called.isEmpty()) {
            called.add(absolute.group(1));
        }
        return called;
    }

    private boolean isKnown(String given) {
        return authority(given).map(Authority::host).filter(host -> isLoopback(host) || hosts.contains(host)).isPresent();
    }

    private static Optional<Authority> authority(String given) {
        Matcher matcher = AUTHORITY.matcher(given.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port = matcher.group(2) == null ? NO_PORT : Integer.parseInt(matcher.group(2));
        return port > 65_535 ? Optional.empty() : Optional.of(new Authority(withoutTrailingDot(matcher.group(1)), port));
    }

    private static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static boolean isLoopback(String host) {
        if (host.startsWith("[")) {
            try {
                // a name in brackets is parsed as an address, and never resolved
                return InetAddress.getByName(host).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return false;
            }
        }
        return host.equals("localhost") || IPV4_LOOPBACK.matcher(host).matches();
    }

    private static Optional<String> otherOrigin(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("Origin");
        if (origins.size() > 1 || origins.stream().anyMatch(origin -> !isOwn(request, origin))) {
            return Optional.of("The request comes from a page of another origin.");
        }
        List<String> sites = request.headers().getAll("Sec-Fetch-Site");
        boolean fromHere = sites.stream().allMatch(site -> site.equals("same-origin") || site.equals("none"));
        if (!fromHere && !followsLink(request)) {
            return Optional.of("The request comes from a page of another site.");
        }
        return Optional.empty();
    }

    private static boolean isOwn(HttpServerRequest request, String given) {
        Matcher origin = ORIGIN.matcher(given.toLowerCase(Locale.ROOT));
        if (!origin.matches()) {
            return false;
        }
        int defaultPort = origin.group(1).equals("https") ? HTTPS_PORT : HTTP_PORT;
        return called(request).stream().allMatch(
                called -> authority(origin.group(2)).filter(own -> authority(called)
                        .filter(host -> host.isSameAs(own, defaultPort)).isPresent()).isPresent());
    }

    /** Links are allowed: the other page cannot read the answer. */
    private static boolean followsLink(HttpServerRequest request) {
        return request.method().name().equals("GET") && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    private static String shown(String authority) {
        String printable = authority.replaceAll("[^\\x21-\\x7e]", "?");
        return "'" + (printable.length() > MAX_ECHO ? printable.substring(0, MAX_ECHO) + "..." : printable) + "'";
    }
}
