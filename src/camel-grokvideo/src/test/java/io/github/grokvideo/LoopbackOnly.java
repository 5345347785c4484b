package io.github.grokvideo;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

import org.apache.hc.core5.concurrent.BasicFuture;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/** The last look before a socket is opened: records where it would go, and lets nothing leave this machine. */
public final class LoopbackOnly implements UnaryOperator<ConnectionInitiator> {

    private final List<InetSocketAddress> attempts = new CopyOnWriteArrayList<>();

    @Override
    public ConnectionInitiator apply(ConnectionInitiator initiator) {
        return new ConnectionInitiator() {
            @Override
            public Future<IOSession> connect(
                    NamedEndpoint endpoint, SocketAddress remote, SocketAddress local, Timeout timeout, Object attachment,
                    FutureCallback<IOSession> callback) {
                InetSocketAddress address = (InetSocketAddress) remote;
                attempts.add(address);
                if (address.getAddress() != null && address.getAddress().isLoopbackAddress()) {
                    return initiator.connect(endpoint, remote, local, timeout, attachment, callback);
                }
                BasicFuture<IOSession> refused = new BasicFuture<>(callback);
                refused.failed(new ConnectException("tests do not leave this machine"));
                return refused;
            }
        };
    }

    /** Every address that a connection was to be opened to, in order. */
    public List<InetSocketAddress> attempts() {
        return attempts;
    }
}
