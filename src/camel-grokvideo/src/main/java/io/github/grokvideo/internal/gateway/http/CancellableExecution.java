package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http2.H2StreamResetException;

/** An interceptor of the HTTP client that makes every step of a request cancellable, also over a reused connection. */
final class CancellableExecution {

    /**
     * The attribute of a request's context with a {@link FutureCallback} that is called when the server resets the
     * HTTP/2 stream; the future of the request is not completed then.
     */
    static final String ON_RESET = CancellableExecution.class.getName() + ".onReset";

    private CancellableExecution() {
    }

    /** Intercepts a request over HTTP/1.1. */
    static void overHttp1(
            HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope, AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        proceed(request, body, scope, chain, callback, new Cancellation());
    }

    /**
     * As {@link #overHttp1}, and keeps a cancelled or reset request from closing the connection that all others share.
     */
    static void overHttp2(
            HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope, AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        Cancellation cancellation = new Cancellation();
        proceed(request, body, scope, chain, new AsyncExecCallback() {
            @Override
            public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails entity)
                    throws HttpException, IOException {
                Http2Connection.Use use = Http2Connection.of(scope.clientContext);
                use.responded(0);
                AsyncDataConsumer consumer = callback.handleResponse(response, entity);
                return consumer == null ? null : new ReportingConsumer(consumer, use);
            }

            @Override
            public void handleInformationResponse(HttpResponse response) throws HttpException, IOException {
                callback.handleInformationResponse(response);
            }

            @Override
            public void completed() {
                callback.completed();
            }

            @Override
            public void failed(Exception cause) {
                if (cause instanceof H2StreamResetException reset
                        && scope.clientContext.getAttribute(ON_RESET) instanceof FutureCallback<?> told) {
                    told.failed(reset);
                } else if (!cancellation.isCancelled()) {
                    callback.failed(cause);
                }
            }
        }, cancellation);
    }

    private static void proceed(
            HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope, AsyncExecChain chain,
            AsyncExecCallback callback, Cancellation cancellation)
            throws HttpException, IOException {
        scope.cancellableDependency.setDependency(cancellation);
        chain.proceed(request, body, new AsyncExecChain.Scope(
                scope.exchangeId, scope.route, scope.originalRequest, cancellation, scope.clientContext, scope.execRuntime,
                scope.scheduler, scope.execCount), callback);
    }

    /**
     * Cancels every step of a request. The client itself remembers only the last step it was given, which over a reused
     * connection is not the exchange: the cancelled request would go on and keep its connection.
     */
    private static final class Cancellation implements CancellableDependency {

        private final Deque<Cancellable> steps = new ArrayDeque<>();
        private boolean cancelled;

        @Override
        public void setDependency(Cancellable step) {
            synchronized (this) {
                if (!cancelled) {
                    steps.push(step);
                    return;
                }
            }
            step.cancel();
        }

        @Override
        public synchronized boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean cancel() {
            synchronized (this) {
                cancelled = true;
            }
            steps.forEach(Cancellable::cancel);
            return true;
        }
    }

    /** Reports to the connection that a response makes progress. */
    private record ReportingConsumer(AsyncDataConsumer consumer, Http2Connection.Use use) implements AsyncDataConsumer {

        @Override
        public void updateCapacity(CapacityChannel channel) throws IOException {
            consumer.updateCapacity(channel);
        }

        @Override
        public void consume(ByteBuffer source) throws IOException {
            if (source.hasRemaining()) {
                use.responded(source.remaining());
            }
            consumer.consume(source);
        }

        @Override
        public void streamEnd(List<? extends Header> trailers) throws HttpException, IOException {
            consumer.streamEnd(trailers);
        }

        @Override
        public void releaseResources() {
            consumer.releaseResources();
        }
    }
}
