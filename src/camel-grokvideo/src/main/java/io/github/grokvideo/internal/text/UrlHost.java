package io.github.grokvideo.internal.text;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** The host of a URL in one notation: lower case, Punycode, canonical addresses; ambiguous hosts are rejected. */
final class UrlHost {

    private static final int MAX_HOST = 253;
    private static final int MAX_LABEL = 63;
    // IDNA 2003 maps these to another name than browsers do, or to nothing
    private static final String AMBIGUOUS = "\u00DF\u1E9E\u03C2\u200C\u200D";

    private UrlHost() {
    }

    /** @return a name, an IPv4 address of four decimal numbers, or an IPv6 address without brackets */
    static String normalize(String text) throws InvalidMediaUrlException {
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
            throw new InvalidMediaUrlException(
                    "the video's host is a number that is not an IPv4 address of four decimal parts");
        }
        return ascii;
    }

    private static String ipv6(String text) throws InvalidMediaUrlException {
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

    private static boolean isNumber(String label) {
        boolean hex = label.startsWith("0x");
        return hex && label.chars().skip(2).allMatch(c -> Character.digit(c, 16) >= 0)
                || !hex && label.chars().allMatch(c -> UrlCharacters.isDigit((char) c));
    }

    /** Whether a host is an IPv4 address of four decimal numbers. */
    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean plain = !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> UrlCharacters.isDigit((char) c))
                    && (part.length() == 1 || part.charAt(0) != '0');
            if (!plain || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfName(char c) {
        return UrlCharacters.isLetter(c) || UrlCharacters.isDigit(c) || c == '-' || c == '.' || c == '_';
    }

    /** A URL has no host, or one that is ambiguous. */
    static InvalidMediaUrlException noHost() {
        return new InvalidMediaUrlException("the video's address has no plain host name");
    }
}
