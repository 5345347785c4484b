package io.github.grokvideo.internal.media.address;

import java.util.ArrayList;
import java.util.List;

import io.github.grokvideo.internal.text.InvalidMediaUrlException;
import io.github.grokvideo.internal.text.MediaUrl;
import io.github.grokvideo.internal.text.UntrustedText;

/** The hosts that videos may come from, as the option {@code mediaHosts} lists them. */
public final class MediaHosts {

    /** No list: any public host. */
    public static final MediaHosts ANY = new MediaHosts(List.of());

    private static final String EXPECTED
            = "expected host names and addresses separated by commas, each with http:// before it where plain http is to be"
              + " used, with *. before it for all names below, and with a port after it where only that port is meant, such as"
              + " media.example.com,*.example.org,http://minio:9000";

    private final List<Entry> entries;

    private MediaHosts(List<Entry> entries) {
        this.entries = entries;
    }

    /** @param port -1 for any */
    private record Entry(String host, boolean below, int port, boolean plainHttp) {

        boolean matches(String name) {
            String plain = PrivateDomains.plain(name);
            return below ? plain.endsWith("." + host) : plain.equals(host);
        }

        /** A public domain may have internal addresses in any subdomain; a single host is listed on purpose. */
        boolean mayBePrivate() {
            return !below || PrivateDomains.contain(host);
        }
    }

    /**
     * @param  option                   the option's value; {@code null} or blank for any public host
     * @throws IllegalArgumentException if an entry is no host; the message names it
     */
    public static MediaHosts of(String option) {
        if (option == null || option.isBlank()) {
            return ANY;
        }
        List<Entry> entries = new ArrayList<>();
        for (String entry : option.split(",")) {
            if (!entry.isBlank()) {
                entries.add(entry(entry.strip()));
            }
        }
        if (entries.isEmpty()) {
            throw unacceptable(option);
        }
        return new MediaHosts(List.copyOf(entries));
    }

    private static Entry entry(String text) {
        boolean plainHttp = text.regionMatches(true, 0, "http://", 0, 7);
        boolean https = text.regionMatches(true, 0, "https://", 0, 8);
        String rest = text.substring(plainHttp ? 7 : https ? 8 : 0);
        boolean below = rest.startsWith("*.");
        String host = below ? rest.substring(2) : rest;
        try {
            // the scheme's default port counts only if it is given
            MediaUrl url = MediaUrl.parse("http://" + host + "/");
            boolean address = url.address().isPresent();
            if (host.isEmpty() || !url.target().equals("/") || host.indexOf('/') >= 0 || host.indexOf('?') >= 0
                    || host.indexOf('#') >= 0 || below && address) {
                throw unacceptable(text);
            }
            boolean writesPort = host.matches(".*:[0-9]+") && !(address && host.endsWith("]"));
            return new Entry(PrivateDomains.plain(url.host()), below, writesPort ? url.effectivePort() : -1, plainHttp);
        } catch (InvalidMediaUrlException e) {
            throw unacceptable(text);
        }
    }

    private static IllegalArgumentException unacceptable(String given) {
        return new IllegalArgumentException(
                "Invalid value '" + UntrustedText.sanitize(given, 100) + "' for option mediaHosts: " + EXPECTED);
    }

    /** Whether there is a list, so that other hosts are rejected. */
    boolean isLimited() {
        return !entries.isEmpty();
    }

    boolean contain(MediaUrl url) {
        return entries.stream().anyMatch(entry -> entry.matches(url.host()) && isPort(entry, url));
    }

    /** Whether the operator allows this host to be in a private network. */
    boolean mayBePrivate(String host) {
        return entries.stream().anyMatch(entry -> entry.matches(host) && entry.mayBePrivate());
    }

    /** Whether the operator allows plain http for this host. */
    boolean mayBePlain(MediaUrl url) {
        return entries.stream().anyMatch(entry -> entry.plainHttp() && entry.matches(url.host()) && isPort(entry, url));
    }

    private static boolean isPort(Entry entry, MediaUrl url) {
        return entry.port() < 0 || entry.port() == url.effectivePort();
    }
}
