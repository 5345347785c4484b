package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.reactor.ssl.TransportSecurityLayer;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that requests share. It closes itself when the server floods it, and takes no new requests when it no
 * longer responds; a new connection is opened then.
 */
final class Http2Connection extends ForwardingSession {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);
    private static final String USE = Http2Connection.class.getName() + ".use";

    private final LongSupplier nanoTime;
    private final InboundAllowance allowance;
    private final UnknownFrames unknownFrames = new UnknownFrames();
    private final Set<Use> inFlight = new HashSet<>();
    private long responses;
    private boolean suspected;
    // read by the pool, through isOpen()
    private volatile boolean retired;
    private volatile IOSession channel;

    Http2Connection(IOSession session, LongSupplier nanoTime) {
        super(session);
        this.nanoTime = nanoTime;
        this.allowance = new InboundAllowance(nanoTime.getAsLong());
    }

    /** A strategy that also announces to each connection the channel that it is part of. */
    static TlsStrategy announcedTo(TlsStrategy strategy) {
        return new TlsStrategy() {
            @Override
            public void upgrade(
                    TransportSecurityLayer layer, NamedEndpoint endpoint, Object attachment, Timeout handshakeTimeout,
                    FutureCallback<TransportSecurityLayer> callback) {
                strategy.upgrade(layer, endpoint, attachment, handshakeTimeout, callback);
                // by now the session inside TLS exists, which is the one that requests use
                if (layer instanceof IOSession session) {
                    session.enqueue(new PartOf(session), Command.Priority.IMMEDIATE);
                }
            }

            @Override
            @SuppressWarnings("deprecation")
            public boolean upgrade(
                    TransportSecurityLayer layer, HttpHost host, SocketAddress local, SocketAddress remote,
                    Object attachment, Timeout handshakeTimeout) {
                return strategy.upgrade(layer, host, local, remote, attachment, handshakeTimeout);
            }
        };
    }

    /** The channel whose closing the client notices; a connection is created from its lower end only. */
    private record PartOf(IOSession channel) implements Command {

        @Override
        public boolean cancel() {
            return true;
        }
    }

    /** One request's use of a connection. */
    final class Use {

        private final long responsesBefore;

        private Use() {
            this.responsesBefore = responses;
        }

        /** The head of the final response arrived, or so many bytes of its body. */
        void responded(int bytes) {
            allowance.responded(bytes);
            synchronized (inFlight) {
                responses++;
                suspected = false;
            }
        }

        /** The request ended, with or without a response. */
        void ended() {
            synchronized (inFlight) {
                inFlight.remove(this);
                if (!retired || !inFlight.isEmpty()) {
                    return;
                }
            }
            end();
        }

        /**
         * The request timed out; {@link #ended} must follow. A gateway may be slow for one request and respond to
         * others. If it responded to none meanwhile, the connection takes no new requests; those in flight may finish:
         * they may be charged, and aborting them would leave their outcome unknown.
         */
        void timedOut() {
            synchronized (inFlight) {
                if (responses != responsesBefore) {
                    return;
                }
                // others may still get a response; the next timeout decides
                if (inFlight.size() > 1 && !suspected) {
                    suspected = true;
                    return;
                }
                retired = true;
            }
            LOG.debug("{}: no responses, new requests use another connection", getId());
        }
    }

    /** The use that the request of this context makes of its connection; {@code null} before it has one. */
    static Use of(HttpContext context) {
        return context == null ? null : (Use) context.getAttribute(USE);
    }

    @Override
    public void enqueue(Command command, Command.Priority priority) {
        if (command instanceof PartOf part) {
            channel = part.channel();
            return;
        }
        if (command instanceof RequestExecutionCommand request) {
            synchronized (inFlight) {
                if (!retired) {
                    Use use = new Use();
                    inFlight.add(use);
                    request.getContext().setAttribute(USE, use);
                    super.enqueue(command, priority);
                    return;
                }
            }
            request.failed(new RequestNotExecutedException());
            return;
        }
        super.enqueue(command, priority);
    }

    @Override
    public boolean isOpen() {
        return !retired && super.isOpen();
    }

    // TLS passes decrypted bytes to the handler, which then reads more
    @Override
    public void upgrade(IOEventHandler handler) {
        super.upgrade(new Inbound(handler));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = super.read(target);
        received(read);
        return read;
    }

    private void received(int bytes) throws IOException {
        if (bytes <= 0) {
            return;
        }
        boolean pending = (getEventMask() & SelectionKey.OP_WRITE) != 0;
        if (!allowance.received(bytes, pending, nanoTime.getAsLong())) {
            retired = true;
            LOG.warn("The gateway at {} sent more than {} bytes that belong to no response; its HTTP/2 connection is closed",
                    getRemoteAddress(), InboundAllowance.LIMIT);
            throw new IOException("the gateway flooded the HTTP/2 connection, which was closed");
        }
    }

    /** Counts the bytes that a handler receives, and hides frames of unknown types from it. */
    private final class Inbound implements IOEventHandler {

        private final IOEventHandler handler;

        Inbound(IOEventHandler handler) {
            this.handler = handler;
        }

        @Override
        public void connected(IOSession session) throws IOException {
            handler.connected(session);
        }

        @Override
        public void inputReady(IOSession session, ByteBuffer source) throws IOException {
            if (source != null) {
                received(source.remaining());
                unknownFrames.disguise(source);
            }
            handler.inputReady(session, source);
        }

        @Override
        public void outputReady(IOSession session) throws IOException {
            handler.outputReady(session);
        }

        @Override
        public void timeout(IOSession session, Timeout timeout) throws IOException {
            handler.timeout(session, timeout);
        }

        @Override
        public void exception(IOSession session, Exception cause) {
            handler.exception(session, cause);
        }

        @Override
        public void disconnected(IOSession session) {
            handler.disconnected(session);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = super.write(source);
        if (written > 0) {
            allowance.sent(written);
        }
        return written;
    }

    private void end() {
        IOSession whole = channel;
        (whole == null ? this : whole).close(CloseMode.IMMEDIATE);
    }
}
