package io.github.grokvideo.emulator;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;

/** Sends a request by HTTP/2 with any authority, which no client lets one do. */
final class Http2Probe {

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int GOAWAY = 7;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int PRIORITY_FLAG = 0x20;
    private static final int PRIORITY_BYTES = 5;
    private static final int MAX_FRAMES = 50;

    private Http2Probe() {
    }

    /** The status of the answer; 400 if the server refuses the request as malformed. */
    static int status(int port, String authority, String host, String path) throws IOException, Http2Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.write(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 });
            ByteArrayOutputStream block = new ByteArrayOutputStream();
            literal(block, ":method", "GET");
            literal(block, ":scheme", "http");
            literal(block, ":authority", authority);
            literal(block, ":path", path);
            if (host != null) {
                literal(block, "host", host);
            }
            out.write(new byte[] { 0, 0, (byte) block.size(), HEADERS, END_STREAM_AND_HEADERS, 0, 0, 0, 1 });
            out.write(block.toByteArray());
            out.flush();
            return read(new DataInputStream(socket.getInputStream()));
        }
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int read(DataInputStream in) throws IOException, Http2Exception {
        for (int i = 0; i < MAX_FRAMES; i++) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == RST_STREAM || type == GOAWAY) {
                return 400;
            }
            if (type == HEADERS) {
                int priority = (flags & PRIORITY_FLAG) == 0 ? 0 : PRIORITY_BYTES;
                return Integer.parseInt(
                        new DefaultHttp2HeadersDecoder().decodeHeaders(1, Unpooled.wrappedBuffer(payload).skipBytes(priority))
                                .status().toString());
            }
        }
        throw new IOException("no answer");
    }
}
