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
 * A connection that requests share, which ends itself when it is of no use to them: when it is flooded, or when nothing
 * is answered on it. A new one is taken then.
 */
final class Http2Connection extends ForwardingSession {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Connection.class);
    private static final String USE = Http2Connection.class.getName() + ".use";

    private final LongSupplier nanoTime;
    private final InboundAllowance allowance;
    private final UnknownFrames unknownFrames = new UnknownFrames();
    private final Set<Use> underWay = new HashSet<>();
    private long answers;
    private boolean suspected;
    // the pool hands out what is open
    private volatile boolean retired;
    private volatile IOSession channel;

    Http2Connection(IOSession session, LongSupplier nanoTime) {
        super(session);
        this.nanoTime = nanoTime;
        this.allowance = new InboundAllowance(nanoTime.getAsLong());
    }

    /** A strategy that also tells each connection which channel it is part of. */
    static TlsStrategy telling(TlsStrategy strategy) {
        return new TlsStrategy() {
            @Override
            public void upgrade(
                    TransportSecurityLayer layer, NamedEndpoint endpoint, Object attachment, Timeout handshakeTimeout,
                    FutureCallback<TransportSecurityLayer> callback) {
                strategy.upgrade(layer, endpoint, attachment, handshakeTimeout, callback);
                // by now there is a session for what TLS carries, and it is that one which requests use
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

    /** The channel whose end the client notices; what a connection is made from is only its lower end. */
    private record PartOf(IOSession channel) implements Command {

        @Override
        public boolean cancel() {
            return true;
        }
    }

    /** One request's use of a connection. */
    final class Use {

        private final long answersBefore;

        private Use() {
            this.answersBefore = answers;
        }

        /** The head of the final answer came, or so many bytes of its body. */
        void answered(int bytes) {
            allowance.answered(bytes);
            synchronized (underWay) {
                answers++;
                suspected = false;
            }
        }

        /** The request is over, however it ended. */
        void ended() {
            synchronized (underWay) {
                underWay.remove(this);
                if (!retired || !underWay.isEmpty()) {
                    return;
                }
            }
            end();
        }

        /**
         * The request ran out of time; {@link #ended} must follow. A gateway may take long for one request and answer
         * others; where nothing was answered meanwhile, no new request comes here, and those under way may finish: they
         * are paid for, and ending them would leave their outcome unknown.
         */
        void ranOutOfTime() {
            synchronized (underWay) {
                if (answers != answersBefore) {
                    return;
                }
                // the others may yet be answered, the next that is not decides
                if (underWay.size() > 1 && !suspected) {
                    suspected = true;
                    return;
                }
                retired = true;
            }
            LOG.debug("{}: nothing is answered, new requests take another connection", getId());
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
            synchronized (underWay) {
                if (!retired) {
                    Use use = new Use();
                    underWay.add(use);
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

    // TLS hands what it has deciphered to the handler, which then reads for more
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
            LOG.warn("The gateway at {} sent more than {} bytes that answer no request; its HTTP/2 connection is closed",
                    getRemoteAddress(), InboundAllowance.LIMIT);
            throw new IOException("the gateway floods its HTTP/2 connection, which was closed");
        }
    }

    /** Counts what a handler is given, and has it ignore what it does not know. */
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
