package io.github.grokvideo.emulator.internal;

import java.io.IOException;
import java.net.InetAddress;

import io.vertx.core.net.SocketAddress;

/** Recognizes the addresses of this machine. */
public final class Loopback {

    private Loopback() {
    }

    /** Whether a host in a URL names this machine; names are not looked up. */
    public static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost") || host.endsWith(".localhost") || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("[::1]");
    }

    /** Whether the other side of a connection is on this machine. */
    public static boolean isLoopback(SocketAddress address) {
        try {
            return address.host() != null && InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }
}
