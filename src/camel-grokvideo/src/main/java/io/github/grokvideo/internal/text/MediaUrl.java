package io.github.grokvideo.internal.text;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The URL of a video from a gateway or a redirect, parsed as browsers and curl do, and normalized: ASCII only, the host
 * in lower case and Punycode, addresses in canonical form, no fragment. It means the same to every proxy and library,
 * and has no character that is special in a Camel endpoint URI.
 *
 * @param scheme {@code http} or {@code https}
 * @param host   a name, an IPv4 address of four decimal numbers, or an IPv6 address without brackets
 * @param port   {@code -1} for the scheme's own
 * @param target path and query, percent-encoded; begins with {@code /}
 */
public record MediaUrl(String scheme, String host, int port, String target) {

    /** The maximum length of a URL in characters. Signed URLs of object stores have up to about 4 000. */
    public static final int MAX_LENGTH = 8192;

    /**
     * Parses an absolute URL.
     *
     * @throws InvalidMediaUrlException if it is not an {@code http} or {@code https} URL with a plain host
     */
    public static MediaUrl parse(String text) throws InvalidMediaUrlException {
        plain(text);
        int colon = schemeEnd(text);
        if (colon < 0) {
            throw new InvalidMediaUrlException("the video's address is not a URL");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new InvalidMediaUrlException(
                    "the video's address begins with '" + UntrustedText.sanitize(scheme, 20) + ":', only https is downloaded");
        }
        if (!text.startsWith("//", colon + 1)) {
            throw UrlHost.noHost();
        }
        int begin = colon + 3;
        int end = begin;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(begin, end);
        int portColon = authority.lastIndexOf(':');
        boolean hasPort = portColon >= 0 && portColon > authority.lastIndexOf(']');
        String host = UrlHost.normalize(hasPort ? authority.substring(0, portColon) : authority);
        int port = hasPort ? port(authority.substring(portColon + 1)) : -1;
        return new MediaUrl(scheme, host, isDefault(scheme, port) ? -1 : port, UrlTarget.normalize(text.substring(end)));
    }

    /**
     * Resolves the header {@code Location} of a response to a request of this URL.
     *
     * @param  location                 absolute or relative; beyond ASCII as an HTTP client reads it, byte by byte
     * @throws InvalidMediaUrlException as {@link #parse} does
     */
    public MediaUrl resolve(String location) throws InvalidMediaUrlException {
        String text = decoded(location.strip());
        if (schemeEnd(text) >= 0) {
            return parse(text);
        }
        plain(text);
        if (text.startsWith("//")) {
            return parse(scheme + ":" + text);
        }
        String path = target.indexOf('?') < 0 ? target : target.substring(0, target.indexOf('?'));
        String relative = text.isEmpty() || text.startsWith("#") ? target
                : text.startsWith("/") ? text
                : text.startsWith("?") ? path + text
                : path.substring(0, path.lastIndexOf('/') + 1) + text;
        return new MediaUrl(scheme, host, port, UrlTarget.normalize(relative));
    }

    /** Host and port, as in the header {@code Host}. */
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + (port < 0 ? "" : ":" + port);
    }

    /** The port to connect to. */
    public int effectivePort() {
        return port >= 0 ? port : scheme.equals("https") ? 443 : 80;
    }

    /** The host if it is an address, not a name. */
    public Optional<InetAddress> address() {
        if (host.indexOf(':') < 0 && !UrlHost.isIpv4(host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return scheme + "://" + authority() + target;
    }

    private static void plain(String text) throws InvalidMediaUrlException {
        if (text.length() > MAX_LENGTH) {
            throw new InvalidMediaUrlException(
                    "the video's address has " + text.length() + " characters, more than " + MAX_LENGTH);
        }
        boolean blankEnds = !text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ');
        if (blankEnds || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidMediaUrlException(
                    "the video's address is not a URL: it has control characters, or blanks around it");
        }
    }

    private static int schemeEnd(String text) {
        int i = 0;
        while (i < text.length()
                && (UrlCharacters.isLetter(text.charAt(i)) || i > 0 && (UrlCharacters.isDigit(text.charAt(i)) || "+-.".indexOf(
                        text.charAt(i)) >= 0))) {
            i++;
        }
        return i > 0 && i < text.length() && text.charAt(i) == ':' ? i : -1;
    }

    private static int port(String digits) throws InvalidMediaUrlException {
        if (digits.isEmpty()) {
            return -1;
        }
        if (digits.length() <= 5 && digits.chars().allMatch(c -> UrlCharacters.isDigit((char) c))) {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        }
        throw new InvalidMediaUrlException("the video's address has a port that is no number from 1 to 65535");
    }

    private static boolean isDefault(String scheme, int port) {
        return port == (scheme.equals("https") ? 443 : 80);
    }

    // an HTTP client reads each byte of a header as a character, and servers write UTF-8
    private static String decoded(String header) {
        if (header.chars().allMatch(c -> c < 128) || header.chars().anyMatch(c -> c > 255)) {
            return header;
        }
        String utf8 = new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return utf8.indexOf('\uFFFD') >= 0 ? header : utf8;
    }
}
