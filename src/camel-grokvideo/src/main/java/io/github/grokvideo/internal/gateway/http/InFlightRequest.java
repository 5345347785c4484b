package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.H2StreamResetException;

/** One request from the queue to its response: knows whether it was sent, and leaves the {@link RequestGate} once. */
final class InFlightRequest implements Runnable, FutureCallback<Message<HttpResponse, byte[]>> {

    /** How far the request has got. An abandoned request is not sent any more; a sent one cannot be abandoned. */
    private enum Progress {
        WAITING,
        SENT,
        ABANDONED
    }

    private final HttpCall call;
    private final CloseableHttpAsyncClient client;
    private final RequestGate gate;
    private final Set<InFlightRequest> inFlight;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private final AtomicBoolean admitted = new AtomicBoolean();
    private final AtomicReference<Progress> progress;
    private volatile HttpClientContext context;
    private volatile Future<?> execution;

    InFlightRequest(HttpCall call, CloseableHttpAsyncClient client, RequestGate gate, Set<InFlightRequest> inFlight) {
        this.call = call;
        this.client = client;
        this.gate = gate;
        this.inFlight = inFlight;
        // a request without a body changes nothing, so it needs no proof that it was not sent
        this.progress = new AtomicReference<>(call.body() == null ? Progress.SENT : Progress.WAITING);
    }

    /** The response, whatever its status; fails as {@link HttpTransport#send} says. */
    CompletableFuture<HttpReply> reply() {
        return reply;
    }

    @Override
    public void run() {
        admitted.set(true);
        inFlight.add(this);
        if (reply.isDone()) {
            leave();
            return;
        }
        try {
            HttpClientContext sent = HttpClientContext.create();
            sent.setAttribute(CancellableExecution.ON_RESET, this);
            context = sent;
            execution = client.execute(new Producer(request(), call.body()),
                    new BasicResponseConsumer<>(new BoundedBody()), null, sent, this);
            if (reply.isDone()) {
                execution.cancel(true);
            }
        } catch (Throwable e) {
            // any failure must let the next queued request in
            leave();
            fail(e);
        }
    }

    private void leave() {
        if (admitted.compareAndSet(true, false)) {
            inFlight.remove(this);
            Http2Connection.Use use = Http2Connection.of(context);
            if (use != null) {
                use.ended();
            }
            gate.leave();
        }
    }

    private HttpRequest request() {
        HttpRequest request = new BasicHttpRequest(call.method(), call.host(), call.path());
        call.headers().forEach(request::addHeader);
        request.setHeader("Accept", "application/json");
        if (call.bearerToken() != null) {
            request.setHeader(new BearerHeader(call.bearerToken()));
        }
        return request;
    }

    void timeOut(Exception why) {
        Http2Connection.Use use = Http2Connection.of(context);
        if (use != null) {
            // first, since the caller may retry as soon as it sees the failure
            use.timedOut();
        }
        fail(why);
        Future<?> running = execution;
        if (running != null) {
            running.cancel(true);
        }
    }

    void fail(Throwable cause) {
        boolean unsent = progress.compareAndSet(Progress.WAITING, Progress.ABANDONED)
                || progress.get() == Progress.ABANDONED;
        reply.completeExceptionally(unsent ? new NotSentException(cause) : cause);
    }

    @Override
    public void completed(Message<HttpResponse, byte[]> message) {
        leave();
        try {
            Header retryAfter = message.getHead().getFirstHeader("Retry-After");
            byte[] body = message.getBody();
            reply.complete(new HttpReply(
                    message.getHead().getCode(), retryAfter == null ? null : retryAfter.getValue(),
                    body == null ? new byte[0] : body));
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    @Override
    public void failed(Exception e) {
        leave();
        if (wasNotProcessed(e)) {
            reply.completeExceptionally(new NotSentException(e));
        } else {
            fail(e);
        }
    }

    @Override
    public void cancelled() {
        leave();
        fail(new CancellationException("the request was aborted"));
    }

    /** Records the moment from which the gateway may have seen the request. */
    private final class Producer implements AsyncRequestProducer {

        private final AsyncRequestProducer producer;

        Producer(HttpRequest request, byte[] body) {
            this.producer = new BasicRequestProducer(
                    request, body == null ? null : AsyncEntityProducers.create(body, ContentType.APPLICATION_JSON));
        }

        @Override
        public void sendRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
            producer.sendRequest(channel, context);
        }

        @Override
        public boolean isRepeatable() {
            // a proxy that asks for credentials has passed nothing on; nothing else is repeated
            return producer.isRepeatable();
        }

        @Override
        public void failed(Exception cause) {
            producer.failed(cause);
        }

        @Override
        public int available() {
            return producer.available();
        }

        @Override
        public void produce(DataStreamChannel channel) throws IOException {
            // a gateway cannot act on a request before the first byte of its body is there
            if (!progress.compareAndSet(Progress.WAITING, Progress.SENT) && progress.get() == Progress.ABANDONED) {
                throw new IOException("the request was abandoned before it was sent");
            }
            producer.produce(channel);
        }

        @Override
        public void releaseResources() {
            producer.releaseResources();
        }
    }

    // RFC 9113, 8.7: a refused stream, or one after the last that a closing connection names
    private static boolean wasNotProcessed(Exception e) {
        return e instanceof RequestNotExecutedException
                || e instanceof H2StreamResetException reset && reset.getCode() == H2Error.REFUSED_STREAM.getCode();
    }
}
