package io.github.grokvideo.media;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.grokvideo.model.UntrustedText;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Keeps downloads out of internal networks. A gateway, or whoever speaks in its name, chooses the URL of a video; it
 * may only lead to a public address. Every address that a host name stands for is checked, and since the HTTP client
 * asks this resolver where to connect to, what was checked is what is connected to.
 */
public final class AddressGuard implements DnsResolver {

    // some resolvers read 0x7f000001 as an address
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "local", "internal", "arpa");

    private final DnsResolver resolver;
    private final boolean allowLoopback;
    private final String proxyHost;

    /**
     * @param resolver      looks names up
     * @param allowLoopback for development: also lets through this machine itself, even over plain http
     * @param proxyHost     the proxy that downloads go through, whose own address is the operator's choice; or
     *                      {@code null}
     */
    public AddressGuard(DnsResolver resolver, boolean allowLoopback, String proxyHost) {
        this.resolver = resolver;
        this.allowLoopback = allowLoopback;
        this.proxyHost = proxyHost;
    }

    /** The URL was refused. */
    public static final class ForbiddenAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String message) {
            super(message);
        }
    }

    /**
     * Checks a URL before it is fetched. Looks the host name up, which may block.
     *
     * @return                      the URL
     * @throws UnknownHostException if it may not be fetched; the message says why
     */
    public URI check(String url) throws UnknownHostException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw new ForbiddenAddressException("the video's address is not a URL");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null) {
            throw new ForbiddenAddressException("the video's address has no plain host name");
        }
        if (!scheme.equals("https") && !(scheme.equals("http") && allowLoopback)) {
            throw new ForbiddenAddressException(
                    "the video's address begins with '" + UntrustedText.printable(scheme, 20) + ":', only https is fetched");
        }
        InetAddress[] addresses;
        try {
            addresses = checked(bare(host));
        } catch (ForbiddenAddressException e) {
            throw e;
        } catch (UnknownHostException e) {
            if (proxyHost != null && scheme.equals("https") && isPublicName(host)) {
                // behind a proxy public names often cannot be looked up; the proxy does
                return uri;
            }
            throw e;
        }
        if (scheme.equals("http") && !Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
            throw new ForbiddenAddressException("the video's address is plain http to another machine, only https is fetched");
        }
        return uri;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return host.equalsIgnoreCase(proxyHost) ? resolver.resolve(host) : checked(host);
    }

    private InetAddress[] checked(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        if (addresses == null || addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : addresses) {
            if (!isAllowed(address)) {
                throw new ForbiddenAddressException(
                        "the video's host " + UntrustedText.printable(host, 100) + " is the internal address "
                                                    + address.getHostAddress());
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    private boolean isAllowed(InetAddress address) {
        return address.isLoopbackAddress() ? allowLoopback : isPublic(address);
    }

    /** Whether an address belongs to the public Internet. */
    static boolean isPublic(InetAddress address) {
        byte[] octets = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPublic4(octets, 0);
        }
        return address instanceof Inet6Address && isPublic6(octets);
    }

    private static boolean isPublic4(byte[] octets, int offset) {
        int a = octets[offset] & 0xFF;
        int b = octets[offset + 1] & 0xFF;
        int c = octets[offset + 2] & 0xFF;
        boolean special = a == 0 || a == 10 || a == 127 || a >= 224 // this net, private, loopback, multicast and reserved
                || a == 100 && (b & 0xC0) == 64 // carrier-grade NAT
                || a == 169 && b == 254 // link-local, cloud metadata
                || a == 172 && (b & 0xF0) == 16 // private
                || a == 192 && b == 168 // private
                || a == 192 && b == 0 && (c == 0 || c == 2) // protocol assignments, documentation
                || a == 192 && b == 88 && c == 99 // 6to4 relay
                || a == 198 && (b & 0xFE) == 18 // benchmarks
                || a == 198 && b == 51 && c == 100 // documentation
                || a == 203 && b == 0 && c == 113; // documentation
        return !special;
    }

    private static boolean isPublic6(byte[] o) {
        if (startsWith(o, 0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0)) {
            return isPublic4(o, 12); // NAT64: the IPv4 address it leads to counts
        }
        if (startsWith(o, 0x20, 0x02)) {
            return isPublic4(o, 2); // 6to4
        }
        if ((o[0] & 0xE0) != 0x20) {
            return false; // outside 2000::/3: loopback, mapped, link-local, unique local, multicast, unassigned
        }
        return !startsWith(o, 0x20, 0x01, 0x00, 0x00) // Teredo
                && !(startsWith(o, 0x20, 0x01) && (o[2] & 0xFF) == 0 && (o[3] & 0xF0) != 0) // ORCHID and others
                && !startsWith(o, 0x20, 0x01, 0x00, 0x02, 0x00, 0x00) // benchmarks
                && !startsWith(o, 0x20, 0x01, 0x0D, 0xB8) // documentation
                && !startsWith(o, 0x3F, 0xFF); // documentation
    }

    private static boolean startsWith(byte[] octets, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((octets[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a name that cannot be looked up here may be one of the public Internet: no number, no local name. */
    private static boolean isPublicName(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("\\.$", "");
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.length() < name.length() && !NUMBER.matcher(last).matches() && !LOCAL_NAMES.contains(last)
                && !name.contains(":");
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
