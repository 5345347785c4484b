package io.github.grokvideo.internal.text;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * The URL of a video as a gateway or a redirect names it, read the way browsers and curl read it and written in one
 * spelling: ASCII only, the host in lower case and in Punycode, addresses in their canonical form, no fragment. What is
 * written means the same to every proxy and library, and carries no character that is special in a Camel endpoint URI.
 *
 * @param scheme {@code http} or {@code https}
 * @param host   a name, an IPv4 address of four decimal numbers, or an IPv6 address without brackets
 * @param port   {@code -1} for the scheme's own
 * @param target path and query, percent-encoded; begins with {@code /}
 */
public record MediaUrl(String scheme, String host, int port, String target) {

    /** The longest URL that is read, in characters. Signed URLs of object stores take up to about 4 000. */
    public static final int MAX_LENGTH = 8192;

    private static final int MAX_HOST = 253;
    private static final int MAX_LABEL = 63;
    private static final String HEX = "0123456789ABCDEF";
    // what RFC 3986 allows in a path or a query; everything else is encoded
    private static final String KEPT = "-._~!$&'()*+,;=:@/";
    // IDNA 2003 maps these to another name than browsers do, or to nothing
    private static final String AMBIGUOUS = "\u00DF\u1E9E\u03C2\u200C\u200D";

    /** The text names nothing that a video can be fetched from. The message says why, and is fit for a log. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads an absolute URL.
     *
     * @throws RefusedException if it is not an {@code http} or {@code https} URL with a plain host
     */
    public static MediaUrl parse(String text) throws RefusedException {
        plain(text);
        int colon = schemeEnd(text);
        if (colon < 0) {
            throw new RefusedException("the video's address is not a URL");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new RefusedException(
                    "the video's address begins with '" + UntrustedText.printable(scheme, 20) + ":', only https is fetched");
        }
        if (!text.startsWith("//", colon + 1)) {
            throw noHost();
        }
        int begin = colon + 3;
        int end = begin;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(begin, end);
        int portColon = authority.lastIndexOf(':');
        boolean hasPort = portColon >= 0 && portColon > authority.lastIndexOf(']');
        String host = host(hasPort ? authority.substring(0, portColon) : authority);
        int port = hasPort ? port(authority.substring(portColon + 1)) : -1;
        return new MediaUrl(scheme, host, isDefault(scheme, port) ? -1 : port, target(text.substring(end)));
    }

    /**
     * Reads the header {@code Location} of an answer to a request of this URL.
     *
     * @param  location         absolute or relative; beyond ASCII as an HTTP client reads it, byte by byte
     * @throws RefusedException as {@link #parse} does
     */
    public MediaUrl resolve(String location) throws RefusedException {
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
        return new MediaUrl(scheme, host, port, target(relative));
    }

    /** Host and port, as in the header {@code Host}. */
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + (port < 0 ? "" : ":" + port);
    }

    /** The port that is connected to. */
    public int effectivePort() {
        return port >= 0 ? port : scheme.equals("https") ? 443 : 80;
    }

    /** The host where it is an address and no name. */
    public Optional<InetAddress> address() {
        if (host.indexOf(':') < 0 && !isIpv4(host)) {
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

    private static RefusedException noHost() {
        return new RefusedException("the video's address has no plain host name");
    }

    private static void plain(String text) throws RefusedException {
        if (text.length() > MAX_LENGTH) {
            throw new RefusedException(
                    "the video's address has " + text.length() + " characters, more than " + MAX_LENGTH);
        }
        boolean blankEnds = !text.isEmpty() && (text.charAt(0) == ' ' || text.charAt(text.length() - 1) == ' ');
        if (blankEnds || text.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException("the video's address is not a URL: it has control characters, or blanks around it");
        }
    }

    private static int schemeEnd(String text) {
        int i = 0;
        while (i < text.length() && (isLetter(text.charAt(i)) || i > 0 && (isDigit(text.charAt(i)) || "+-.".indexOf(
                text.charAt(i)) >= 0))) {
            i++;
        }
        return i > 0 && i < text.length() && text.charAt(i) == ':' ? i : -1;
    }

    private static String host(String text) throws RefusedException {
        if (text.startsWith("[")) {
            return ipv6(text);
        }
        if (text.isEmpty() || text.length() > MAX_HOST + 1
                || text.chars().anyMatch(c -> AMBIGUOUS.indexOf(c) >= 0 || c < 128 && !isOfName((char) c))) {
            throw noHost();
        }
        String ascii;
        try {
            ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw noHost();
        }
        String name = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        if (name.length() > MAX_HOST || !name.chars().allMatch(c -> isOfName((char) c))) {
            throw noHost();
        }
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            if (label.isEmpty() || label.length() > MAX_LABEL) {
                throw noHost();
            }
        }
        if (isNumber(labels[labels.length - 1]) && !isIpv4(ascii)) {
            // 0177.0.0.1, 127.1 and 2130706433 are other addresses to other readers
            throw new RefusedException("the video's host is a number that is not an IPv4 address of four decimal parts");
        }
        return ascii;
    }

    private static String ipv6(String text) throws RefusedException {
        String inner = text.endsWith("]") ? text.substring(1, text.length() - 1) : "";
        String end = inner.substring(inner.lastIndexOf(':') + 1);
        if (inner.indexOf(':') < 0 || end.indexOf('.') >= 0 && !isIpv4(end)
                || !inner.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0 && c < 128)) {
            throw noHost();
        }
        try {
            InetAddress address = InetAddress.getByName(inner);
            return address instanceof Inet4Address ? address.getHostAddress() : compressed(address.getAddress());
        } catch (UnknownHostException e) {
            throw noHost();
        }
    }

    // RFC 5952: no leading zeros, and :: for the longest run of two or more zeros
    private static String compressed(byte[] octets) {
        int[] groups = new int[8];
        int best = -1;
        int bestLength = 1;
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            groups[i] = (octets[2 * i] & 0xFF) << 8 | octets[2 * i + 1] & 0xFF;
            length = groups[i] == 0 ? length + 1 : 0;
            if (length > bestLength) {
                best = i - length + 1;
                bestLength = length;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == best) {
                text.append("::");
                i += bestLength - 1;
            } else {
                text.append(i == 0 || i == best + bestLength && best >= 0 ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int port(String digits) throws RefusedException {
        if (digits.isEmpty()) {
            return -1;
        }
        if (digits.length() <= 5 && digits.chars().allMatch(c -> isDigit((char) c))) {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= 65_535) {
                return port;
            }
        }
        throw new RefusedException("the video's address has a port that is no number from 1 to 65535");
    }

    private static boolean isDefault(String scheme, int port) {
        return port == (scheme.equals("https") ? 443 : 80);
    }

    /** Path and query of what follows the authority. */
    private static String target(String text) {
        String withoutFragment = text.indexOf('#') < 0 ? text : text.substring(0, text.indexOf('#'));
        int question = withoutFragment.indexOf('?');
        String path = question < 0 ? withoutFragment : withoutFragment.substring(0, question);
        String query = question < 0 ? "" : withoutFragment.substring(question);
        return withoutDots(encoded(path, "")) + encoded(query, "?");
    }

    private static String encoded(String text, String alsoKept) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            boolean kept = c < 128
                    && (isLetter((char) c) || isDigit((char) c) || KEPT.indexOf(c) >= 0 || alsoKept.indexOf(c) >= 0);
            if (kept || c == '%' && isEscape(text, i)) {
                encoded.append((char) c);
                continue;
            }
            // half of a surrogate pair is written as browsers do
            int character = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
            for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                encoded.append('%').append(HEX.charAt(octet >> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
            }
        }
        return encoded.toString();
    }

    private static boolean isEscape(String text, int percent) {
        return percent + 2 < text.length() && Character.digit(text.charAt(percent + 1), 16) >= 0
                && Character.digit(text.charAt(percent + 2), 16) >= 0 && text.charAt(percent + 1) < 128
                && text.charAt(percent + 2) < 128;
    }

    // RFC 3986, 5.2.4
    private static String withoutDots(String path) {
        if (path.isEmpty()) {
            return "/";
        }
        if (!path.contains("/.")) {
            return path;
        }
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals("..")) {
                kept.pollLast();
            } else if (!segments[i].equals(".")) {
                kept.addLast(segments[i]);
                continue;
            }
            if (last) {
                kept.addLast("");
            }
        }
        return "/" + String.join("/", kept);
    }

    // an HTTP client reads each byte of a header as a character, and servers write UTF-8
    private static String decoded(String header) {
        if (header.chars().allMatch(c -> c < 128) || header.chars().anyMatch(c -> c > 255)) {
            return header;
        }
        String utf8 = new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return utf8.indexOf('\uFFFD') >= 0 ? header : utf8;
    }

    private static boolean isNumber(String label) {
        boolean hex = label.startsWith("0x");
        return hex && label.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0)
                || !hex && label.chars().allMatch(c -> isDigit((char) c));
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean plain = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> isDigit((char) c))
                    && (part.length() == 1 || part.charAt(0) != '0');
            if (!plain || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfName(char c) {
        return isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == '_';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
