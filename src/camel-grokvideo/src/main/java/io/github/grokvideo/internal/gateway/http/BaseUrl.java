package io.github.grokvideo.internal.gateway.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.net.URIAuthority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address of a gateway's API: a configured one, or one of two that documentation disagrees about. The first of the
 * two that serves the path is used from then on.
 */
public final class BaseUrl {

    private static final Logger LOG = LoggerFactory.getLogger(BaseUrl.class);

    private final List<String> candidates;
    private final String authority;
    private final HttpHost host;
    private volatile int current;
    private volatile boolean settled;

    private BaseUrl(List<String> candidates) {
        this.candidates = candidates;
        URI first = URI.create(candidates.get(0));
        this.authority = first.getScheme() + "://" + first.getRawAuthority();
        try {
            this.host = new HttpHost(first.getScheme(), URIAuthority.create(first.getRawAuthority()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw notAUrl(candidates.get(0));
        }
        this.settled = candidates.size() == 1;
    }

    /**
     * A fixed address; no other is tried.
     *
     * @throws IllegalArgumentException if it is not an absolute {@code http} or {@code https} URL
     */
    public static BaseUrl fixed(String url) {
        URI uri;
        try {
            uri = new URI(url.trim());
        } catch (URISyntaxException e) {
            throw notAUrl(url);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || !hasHost(uri) || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw notAUrl(url);
        }
        return new BaseUrl(List.of(withoutTrailingSlash(url.trim())));
    }

    /** Two addresses on the same host, tried in this order. */
    public static BaseUrl either(String first, String second) {
        return new BaseUrl(List.of(first, second));
    }

    /** Scheme, host and port, which all candidates share. */
    public String authority() {
        return authority;
    }

    /** The same, as HTTP requests name it. */
    public HttpHost host() {
        return host;
    }

    public String current() {
        return candidates.get(current);
    }

    /** The address to try when {@link #current()} does not serve a path, or {@code null} if there is none. */
    public String other() {
        return settled ? null : candidates.get(1 - current);
    }

    /** Settles on an address that serves the API. */
    public void keep(String url) {
        if (settled) {
            return;
        }
        synchronized (this) {
            if (!settled) {
                int kept = candidates.indexOf(url);
                if (kept != current) {
                    LOG.info(
                            "{} returned 404, using {} from now on, which serves the API. Set the option baseUrl to fix the address",
                            current(), url);
                }
                current = kept;
                settled = true;
            }
        }
    }

    // java.net.URI rejects host names with an underscore, which Docker Compose networks have
    private static boolean hasHost(URI uri) {
        return uri.getHost() != null
                || uri.getRawAuthority() != null && uri.getRawAuthority().matches("[A-Za-z0-9._-]+(:[0-9]{1,5})?");
    }

    private static IllegalArgumentException notAUrl(String url) {
        return new IllegalArgumentException(
                "Option baseUrl: '" + printable(url)
                                            + "' is not an absolute http or https URL without user, query and fragment, such as "
                                            + "https://api.lumenfall.ai/v1");
    }

    // the URL may contain a key, as other services expect it
    private static String printable(String url) {
        return url.replaceAll("//[^/@]*@", "//***@").replaceFirst("(?s)([?#]).+", "$1***");
    }

    private static String withoutTrailingSlash(String url) {
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '/') {
            end--;
        }
        return url.substring(0, end);
    }

    @Override
    public String toString() {
        return current();
    }
}
