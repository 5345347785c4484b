package io.github.grokvideo.internal.media.address;

import java.util.Set;

/** Tells host names that only private networks know from names that may be of the public Internet. */
final class PrivateDomains {

    // reserved by RFC 2606, 6761, 6762, 7686, 8375, 9476 and ICANN, or in wide use and never delegated
    private static final Set<String> ZONES = Set.of(
            "alt", "arpa", "cluster", "consul", "corp", "default", "dhcp", "dmz", "docker", "domain", "fritz", "home",
            "i2p", "internal", "intra", "intranet", "invalid", "kube-system", "lan", "local", "localdomain", "localhost",
            "localnet", "mail", "mesh", "node", "onion", "priv", "private", "router", "service", "svc", "test", "workgroup");

    private PrivateDomains() {
    }

    /** Whether a name has a single label, or ends in a zone that public name servers do not know. */
    static boolean contain(String name) {
        String plain = plain(name);
        String last = plain.substring(plain.lastIndexOf('.') + 1);

        return last.length() == plain.length() || ZONES.contains(last);
    }

    static boolean isLocalhost(String name) {
        String plain = plain(name);
        return plain.equals("localhost") || plain.endsWith(".localhost");
    }

    /** A name without the dot that says that it is whole. */
    static String plain(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
