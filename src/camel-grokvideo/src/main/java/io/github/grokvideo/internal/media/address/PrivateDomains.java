package io.github.grokvideo.internal.media.address;

import java.util.Set;

/** The domains that exist only in private networks. */
final class PrivateDomains {

    // reserved by RFC 2606, 6761, 6762, 7686, 8375, 9476 and ICANN, or in wide use and never delegated
    private static final Set<String> TOP_LEVEL = Set.of(
            "alt", "arpa", "cluster", "consul", "corp", "default", "dhcp", "dmz", "docker", "domain", "fritz", "home",
            "i2p", "internal", "intra", "intranet", "invalid", "kube-system", "lan", "local", "localdomain", "localhost",
            "localnet", "mail", "mesh", "node", "onion", "priv", "private", "router", "service", "svc", "test", "workgroup");

    private PrivateDomains() {
    }

    /** Whether a name has a single label, or a top-level domain that does not exist in public DNS. */
    static boolean contain(String name) {
        String plain = plain(name);
        String last = plain.substring(plain.lastIndexOf('.') + 1);

        return last.length() == plain.length() || TOP_LEVEL.contains(last);
    }

    static boolean isLocalhost(String name) {
        String plain = plain(name);
        return plain.equals("localhost") || plain.endsWith(".localhost");
    }

    /** A name without the trailing dot of a fully qualified name. */
    static String plain(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
