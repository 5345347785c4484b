package io.github.grokvideo.internal.media.address;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** The address ranges of the public Internet and of private networks. */
final class AddressRanges {

    private AddressRanges() {
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

    /** Whether an address belongs to a private network, such as 10.0.0.0/8. */
    static boolean isPrivate(InetAddress address) {
        byte[] o = address.getAddress();
        if (address instanceof Inet4Address) {
            int a = o[0] & 0xFF;
            int b = o[1] & 0xFF;
            return a == 10 || a == 172 && (b & 0xF0) == 16 || a == 192 && b == 168 || a == 100 && (b & 0xC0) == 64;
        }
        return (o[0] & 0xFE) == 0xFC;
    }
}
