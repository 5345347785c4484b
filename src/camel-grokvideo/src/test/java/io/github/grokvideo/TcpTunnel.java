package io.github.grokvideo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Passes bytes on to another port of this machine, and counts connections; can be cut and mended. */
public final class TcpTunnel implements AutoCloseable {

    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public TcpTunnel(int port) throws IOException {
        socket = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        daemon(() -> {
            while (true) {
                Socket near = socket.accept();
                connections.incrementAndGet();
                open.add(near);
                if (cut) {
                    refused.incrementAndGet();
                    near.close();
                } else {
                    join(near, port);
                }
            }
        });
    }

    /** Connects a socket with a port of this machine, and returns when either side has closed. */
    public static void joinAndWait(Socket near, int port) throws IOException {
        try (Socket far = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            daemon(() -> pump(far, near));
            pump(near, far);
        }
    }

    private static void join(Socket near, int port) {
        daemon(() -> joinAndWait(near, port));
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one side has closed
            }
        }, "tcp-tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes all connections, and each new one at once. */
    public void cut() throws IOException {
        cut = true;
        for (Socket socket : open) {
            socket.close();
        }
    }

    public void mend() {
        cut = false;
    }

    /** How many connections were made while it was cut. */
    public int refused() {
        return refused.get();
    }

    public int port() {
        return socket.getLocalPort();
    }

    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
