package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** Serves a catalog library to Kaoto on this machine, with the headers that browsers ask for before they load it. */
final class KaotoServer implements AutoCloseable {

    private final Path folder;
    private final HttpServer server;

    /** @param port 0 for any */
    KaotoServer(Path folder, int port) throws IOException {
        this.folder = folder.toRealPath();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What {@code kaoto.catalog.url} is to be set to. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/index.json";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            // it is the same for everybody, and no secret
            headers.set("Access-Control-Allow-Origin", "*");
            headers.set("Access-Control-Allow-Methods", "GET, HEAD");
            headers.set("Access-Control-Allow-Headers", "*");
            // of browsers that ask before a page of the Internet may read from this machine
            headers.set("Access-Control-Allow-Private-Network", "true");
            headers.set("X-Content-Type-Options", "nosniff");
            String method = exchange.getRequestMethod();
            if (method.equals("OPTIONS")) {
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            if (!method.equals("GET") && !method.equals("HEAD")) {
                headers.set("Allow", "GET, HEAD, OPTIONS");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            Path file = file(exchange.getRequestURI().getPath());
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            headers.set("Content-Type", file.toString().endsWith(".json") ? "application/json" : "text/plain; charset=utf-8");
            // the other files get other names when they change
            headers.set("Cache-Control", "no-cache");
            if (method.equals("HEAD")) {
                headers.set("Content-Length", Long.toString(Files.size(file)));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            // 0 would mean that the length is not known
            long length = Files.size(file);
            exchange.sendResponseHeaders(200, length == 0 ? -1 : length);
            try (OutputStream body = exchange.getResponseBody()) {
                Files.copy(file, body);
            }
        }
    }

    // null if there is none in the folder
    private Path file(String path) {
        try {
            Path file = folder.resolve(path.substring(1)).normalize();
            return file.startsWith(folder) && Files.isRegularFile(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
