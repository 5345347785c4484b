package io.github.grokvideo;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;

import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.hpack.HPackDecoder;

/** An HTTP/2 server on the loopback interface that sends frame for frame what a test tells it, right or wrong. */
public final class RawHttp2Server implements AutoCloseable {

    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;

    /** What the server does with a request. It is called on the connection's only thread. */
    public interface Script {
        void serve(Connection connection, Request request) throws Exception;
    }

    /**
     * One request as it came.
     *
     * @param connection the how-manieth connection it came over, from 1
     */
    public record Request(int connection, int stream, Map<String, String> headers, String body) {

        public boolean submits() {
            return "POST".equals(headers.get(":method"));
        }
    }

    private final SSLServerSocket socket;
    private final Script script;
    private final List<SSLSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public RawHttp2Server(SSLServerSocketFactory factory, Script script) throws IOException {
        this.script = script;
        this.socket = (SSLServerSocket) factory.createServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        daemon(this::accept);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-http2-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                SSLSocket accepted = (SSLSocket) socket.accept();
                SSLParameters parameters = accepted.getSSLParameters();
                parameters.setApplicationProtocols(new String[] { "h2" });
                accepted.setSSLParameters(parameters);
                sockets.add(accepted);
                int number = sockets.size();
                daemon(() -> {
                    try (accepted) {
                        new Connection(accepted, number).serve();
                    } catch (Exception e) {
                        // the other side went away, or the test wants the connection closed
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    /** One connection; settings and pings of the client are acknowledged unless the script keeps the thread. */
    public final class Connection {

        private final int number;
        private final DataInputStream in;
        private final OutputStream out;
        private final HPackDecoder decoder = new HPackDecoder(4096, StandardCharsets.US_ASCII);
        private final Map<Integer, Map<String, String>> heads = new HashMap<>();
        private final Map<Integer, ByteArrayOutputStream> bodies = new HashMap<>();

        private Connection(SSLSocket socket, int number) throws IOException {
            this.number = number;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
        }

        private void serve() throws Exception {
            in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
            frame(SETTINGS, 0, 0);
            flush();
            while (true) {
                int head = in.readInt();
                byte[] payload = new byte[head >>> 8];
                int flags = in.readUnsignedByte();
                int stream = in.readInt();
                in.readFully(payload);
                received(head & 0xff, flags, stream, payload);
            }
        }

        private void received(int type, int flags, int stream, byte[] payload) throws Exception {
            if ((type == SETTINGS || type == PING) && flags == 0) {
                frame(type, 1, 0, type == PING ? payload : new byte[0]);
                flush();
            } else if (type == HEADERS) {
                Map<String, String> headers = new HashMap<>();
                for (Header header : decoder.decodeHeaders(ByteBuffer.wrap(payload))) {
                    headers.put(header.getName(), header.getValue());
                }
                heads.put(stream, headers);
                bodies.put(stream, new ByteArrayOutputStream());
            } else if (type == DATA) {
                bodies.get(stream).write(payload);
                if (payload.length > 0) {
                    frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(payload.length).array());
                    flush();
                }
            }
            if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
                Request request = new Request(
                        number, stream, heads.remove(stream), bodies.remove(stream).toString(StandardCharsets.UTF_8));
                requests.add(request);
                script.serve(this, request);
            }
        }

        public void frame(int type, int flags, int stream, byte... payload) throws IOException {
            synchronized (out) {
                out.write(payload.length >>> 16);
                out.write(payload.length >>> 8);
                out.write(payload.length);
                out.write(type);
                out.write(flags);
                out.write(ByteBuffer.allocate(4).putInt(stream).array());
                out.write(payload);
            }
        }

        public void flush() throws IOException {
            synchronized (out) {
                out.flush();
            }
        }

        /** Sends the head of an answer, final or not. */
        public void head(Request request, int status) throws IOException {
            // a literal that is not indexed, by the name of entry 8
            byte[] head = ("\u0008\u0003" + status).getBytes(StandardCharsets.ISO_8859_1);
            frame(HEADERS, END_HEADERS, request.stream(), head);
        }

        public void answer(Request request, int status, String body) throws IOException {
            synchronized (out) {
                head(request, status);
                frame(DATA, END_STREAM, request.stream(), body.getBytes(StandardCharsets.UTF_8));
                flush();
            }
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (SSLSocket each : sockets) {
            each.close();
        }
    }
}
