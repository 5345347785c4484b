package io.github.grokvideo.internal.media.address;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;

import io.github.grokvideo.internal.gateway.response.MediaUrlPolicy;
import io.github.grokvideo.internal.text.InvalidMediaUrlException;
import io.github.grokvideo.internal.text.MediaUrl;
import io.github.grokvideo.internal.text.UntrustedText;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Keeps downloads out of internal networks. The URL of a video is untrusted; it may only lead to a public address, or
 * to a host that the operator has listed. Every address of a host name is checked, and the HTTP client connects only to
 * addresses that this resolver returns. The same rules apply with a proxy, which gets only unambiguous hosts.
 */
public final class AddressGuard implements DnsResolver, MediaUrlPolicy {

    private final DnsResolver resolver;
    private final boolean allowLoopback;
    private final String proxyHost;
    private final MediaHosts hosts;

    /**
     * @param resolver      resolves host names
     * @param allowLoopback for development: also allows this machine itself, even over plain http
     * @param proxyHost     the proxy for downloads, whose own address is not checked; or {@code null}
     */
    public AddressGuard(DnsResolver resolver, boolean allowLoopback, String proxyHost) {
        this(resolver, allowLoopback, proxyHost, MediaHosts.ANY);
    }

    /** @param hosts the hosts that videos may come from */
    public AddressGuard(DnsResolver resolver, boolean allowLoopback, String proxyHost, MediaHosts hosts) {
        this.resolver = resolver;
        this.allowLoopback = allowLoopback;
        this.proxyHost = proxyHost;
        this.hosts = hosts;
    }

    /** The URL was refused. */
    public static final class ForbiddenAddressException extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        ForbiddenAddressException(String message) {
            super(message);
        }
    }

    /**
     * Checks a URL before the download. Looks up the host name, which may block.
     *
     * @return                      the normalized URL to request
     * @throws UnknownHostException if the download is not allowed; the message says why
     */
    public URI check(String text) throws UnknownHostException {
        try {
            MediaUrl url = MediaUrl.parse(text);
            check(url);
            return URI.create(url.toString());
        } catch (InvalidMediaUrlException e) {
            throw new ForbiddenAddressException(e.getMessage());
        }
    }

    private void check(MediaUrl url) throws UnknownHostException {
        boolean plain = url.scheme().equals("http");
        boolean mayBePlain = plain && hosts.mayBePlain(url);
        if (plain && !mayBePlain && !allowLoopback) {
            throw new ForbiddenAddressException("the video's address begins with 'http:', only https is downloaded");
        }
        String refusal = refusal(url);
        if (refusal != null) {
            throw new ForbiddenAddressException(refusal);
        }
        InetAddress[] addresses;
        try {
            addresses = checked(url.host());
        } catch (ForbiddenAddressException e) {
            throw e;
        } catch (UnknownHostException e) {
            boolean known = !isPrivateName(url.host()) || hosts.contain(url);
            if (proxyHost != null && known && (!plain || mayBePlain)) {
                // behind a proxy, public names often cannot be resolved; the proxy resolves them
                return;
            }
            throw e;
        }
        if (plain && !mayBePlain && !Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
            throw new ForbiddenAddressException(
                    "the video's address is plain http to another machine, only https is downloaded");
        }
    }

    @Override
    public String refusal(MediaUrl url) {
        String host = UntrustedText.sanitize(url.host(), 100);
        InetAddress literal = url.address().orElse(null);
        boolean loopback = allowLoopback
                && (literal == null ? PrivateDomains.isLocalhost(url.host()) : literal.isLoopbackAddress());
        if (loopback) {
            return null;
        }
        if (hosts.isLimited() && !hosts.contain(url)) {
            return "the video's host " + host + " is not listed in the option mediaHosts";
        }
        if (literal != null) {
            return isAllowed(url.host(), literal) ? null : internal(url.host(), literal);
        }
        return isPrivateName(url.host())
                ? "the video's host " + host + " is a name of a private network; list it in the option mediaHosts to allow it"
                : null;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.equalsIgnoreCase(proxyHost)) {
            return resolver.resolve(host);
        }
        // the HTTP client passes an IDN host in Unicode; the checked notation is looked up
        try {
            return checked(IDN.toASCII(host, IDN.ALLOW_UNASSIGNED));
        } catch (IllegalArgumentException e) {
            throw new UnknownHostException(UntrustedText.sanitize(host, 100));
        }
    }

    private InetAddress[] checked(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(host);
        if (addresses == null || addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        boolean privateName = isPrivateName(host);
        for (InetAddress address : addresses) {
            if (!isAllowed(host, address)) {
                throw new ForbiddenAddressException(internal(host, address));
            }
            if (privateName && !address.isLoopbackAddress()) {
                throw new ForbiddenAddressException(
                        "the video's host " + UntrustedText.sanitize(host, 100)
                                                    + " is a name of a private network; list it in the option mediaHosts to allow it");
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    // an address has no domain; a listed name was allowed by the operator
    private boolean isPrivateName(String host) {
        boolean address = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        return !address && PrivateDomains.contain(host) && !hosts.mayBePrivate(host);
    }

    private boolean isAllowed(String host, InetAddress address) {
        if (address.isLoopbackAddress()) {
            return allowLoopback;
        }
        return AddressRanges.isPublic(address) || AddressRanges.isPrivate(address) && hosts.mayBePrivate(host);
    }

    private static String internal(String host, InetAddress address) {
        return "the video's host " + UntrustedText.sanitize(host, 100) + " is the internal address "
               + address.getHostAddress();
    }
}
