package io.github.grokvideo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ServerSocketFactory;

/** An HTTP/1.1 server on the loopback interface that answers to the byte what a test tells it, right or wrong. */
public final class RawServer implements AutoCloseable {

    /** Writes an answer; what it does not write is not sent. An exception closes the connection. */
    public interface Answer {
        void write(Request request, OutputStream out) throws Exception;
    }

    /** One request as it came; header names in lower case. */
    public record Request(String line, Map<String, String> headers, byte[] body, Socket socket) {

        public String path() {
            return line.split(" ")[1];
        }

        public String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    private final ServerSocket socket;
    private final Answer answer;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    public RawServer(Answer answer) throws IOException {
        this(ServerSocketFactory.getDefault(), answer);
    }

    public RawServer(ServerSocketFactory sockets, Answer answer) throws IOException {
        this.answer = answer;
        this.socket = sockets.createServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
        daemon("raw-server", this::accept);
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                open.add(connection);
                daemon("raw-server-connection", () -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            Request request;
            while ((request = read(in, connection)) != null) {
                requests.add(request);
                answer.write(request, out);
                out.flush();
            }
        } catch (Exception e) {
            // the other side went away, or the test wants the connection closed
        } finally {
            open.remove(connection);
        }
    }

    private static Request read(InputStream in, Socket connection) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).trim());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(line, headers, body, connection);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Writes a whole answer. Each header is {@code "Name: value"}. */
    public static void reply(OutputStream out, int status, byte[] body, String... headers) throws IOException {
        head(out, status, concat(headers, "Content-Length: " + body.length));
        out.write(body);
    }

    /** Writes only the head of an answer. */
    public static void head(OutputStream out, int status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Whatever\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String[] concat(String[] headers, String last) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = last;
        return all;
    }

    public int port() {
        return socket.getLocalPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
