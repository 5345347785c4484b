package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import io.github.grokvideo.internal.time.CoalescingTimer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityConsumer;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.H2StreamResetException;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.ByteArrayBuffer;

/**
 * Sends small JSON requests to a gateway and reads small JSON answers, with neither a thread nor a socket per waiting
 * job. Shared by everything that talks to gateways.
 */
public final class HttpTransport implements AutoCloseable {

    /** A status body has no business being longer. */
    static final int MAX_BODY = 1 << 20;
    private static final int HTTP2_STREAMS = 500;
    /** A request ends at most this part of its time limit late. */
    private static final int LIMIT_PARTS = 32;

    private final HostLookup hosts;
    private final String proxyHost;
    private final CloseableHttpAsyncClient client;
    private final RequestGate gate;
    private final CoalescingTimer limits;
    private final Set<Sending> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param settings how HTTP is spoken
     * @param timer    ends requests that take too long; it is not closed by {@link #close}
     * @param nanoTime its clock, as {@link System#nanoTime}
     */
    public HttpTransport(TransportSettings settings, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this(settings, timer, nanoTime, SystemDefaultDnsResolver.INSTANCE);
    }

    HttpTransport(
                  TransportSettings settings, ScheduledExecutorService timer, LongSupplier nanoTime, DnsResolver resolver) {
        this.hosts = new HostLookup(resolver, System::nanoTime);
        this.proxyHost = settings.proxy() == null ? null : settings.proxy().host();
        this.client = AsyncClients.start(settings, "GrokVideoHttp", hosts, UnaryOperator.identity());
        this.gate = new RequestGate(settings.http2() ? HTTP2_STREAMS : settings.connectionsPerRoute());
        this.limits = new CoalescingTimer(timer, nanoTime);
    }

    /**
     * Sends a request.
     *
     * @param  call    what to send
     * @param  timeout until the whole answer is there, waiting in line included; then the request is aborted
     * @return         the answer, whatever its status; fails with {@link NotSentException} if the request had no
     *                 effect, and with any other exception if that is not known. Completed on an I/O thread.
     */
    public CompletableFuture<HttpReply> send(HttpCall call, Duration timeout) {
        Sending sending = new Sending(call);
        if (timeout.isZero() || timeout.isNegative()) {
            sending.fail(new TimeoutException("no time left for " + call));
            return sending.reply;
        }
        try {
            begin(sending, call, timeout);
        } catch (RuntimeException | Error e) {
            // how far it has come decides what is known of its effect
            sending.fail(e);
        }
        return sending.reply;
    }

    private void begin(Sending sending, HttpCall call, Duration timeout) {
        CoalescingTimer.Entry limit = limits.schedule(
                timeout, timeout.dividedBy(LIMIT_PARTS),
                () -> sending.runOut(new TimeoutException("no answer to " + call + " within " + timeout.toMillis() + " ms")));
        sending.reply.whenComplete((reply, failure) -> limit.cancel());
        hosts.lookUp(proxyHost == null ? call.host().getHostName() : proxyHost).whenComplete((nothing, failure) -> {
            if (failure == null) {
                gate.enter(sending);
            } else {
                sending.fail(failure);
            }
        });
    }

    /** Closes all connections; requests under way fail. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        hosts.close();
        // closed at work, the client may forget to end a request
        underWay.forEach(sending -> sending.failed(new StoppedException()));
    }

    /** The request was not sent at all, so it had no effect. */
    public static final class NotSentException extends IOException {

        private static final long serialVersionUID = 1L;

        public NotSentException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The component stopped; that says nothing of the gateway. */
    public static final class StoppedException extends IOException {

        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("the component stopped");
        }
    }

    /**
     * How far a request has come; once it is given up it is not sent any more, and once it is sent it is not unsent.
     */
    private enum Progress {
        WAITING,
        SENT,
        GIVEN_UP
    }

    /** One request on its way. */
    private final class Sending implements Runnable, FutureCallback<Message<HttpResponse, byte[]>> {

        private final HttpCall call;
        private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        private final AtomicBoolean inside = new AtomicBoolean();
        private final AtomicReference<Progress> progress;
        private volatile HttpClientContext context;
        private volatile Future<?> exchange;

        Sending(HttpCall call) {
            this.call = call;
            // what has no body has nothing to undo either
            this.progress = new AtomicReference<>(call.body() == null ? Progress.SENT : Progress.WAITING);
        }

        @Override
        public void run() {
            inside.set(true);
            underWay.add(this);
            if (reply.isDone()) {
                leave();
                return;
            }
            try {
                HttpClientContext sent = HttpClientContext.create();
                sent.setAttribute(AsyncClients.ON_RESET, this);
                context = sent;
                exchange = client.execute(new Producer(request(), call.body()),
                        new BasicResponseConsumer<>(new BoundedBody()), null, sent, this);
                if (reply.isDone()) {
                    exchange.cancel(true);
                }
            } catch (Throwable e) {
                // whatever it is, the line must go on
                leave();
                fail(e);
            }
        }

        private void leave() {
            if (inside.compareAndSet(true, false)) {
                underWay.remove(this);
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

        void runOut(Exception why) {
            Http2Connection.Use use = Http2Connection.of(context);
            if (use != null) {
                // first: who hears of the failure may ask again at once
                use.ranOutOfTime();
            }
            fail(why);
            Future<?> running = exchange;
            if (running != null) {
                running.cancel(true);
            }
        }

        void fail(Throwable cause) {
            boolean unsent = progress.compareAndSet(Progress.WAITING, Progress.GIVEN_UP)
                    || progress.get() == Progress.GIVEN_UP;
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

        /** Notes the moment from which the other side may know of the request. */
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
                if (!progress.compareAndSet(Progress.WAITING, Progress.SENT) && progress.get() == Progress.GIVEN_UP) {
                    throw new IOException("the request was given up before it was sent");
                }
                producer.produce(channel);
            }

            @Override
            public void releaseResources() {
                producer.releaseResources();
            }
        }
    }

    /** Prints itself without the key, since the HTTP client logs headers by printing them. */
    private static final class BearerHeader extends BasicHeader {

        private static final long serialVersionUID = 1L;

        BearerHeader(String token) {
            super("Authorization", "Bearer " + token, true);
        }

        @Override
        public String toString() {
            return "Authorization: Bearer ***";
        }
    }

    // RFC 9113, 8.7: the other side says so of a stream, or of all after the last it has looked at
    private static boolean wasNotProcessed(Exception e) {
        return e instanceof RequestNotExecutedException
                || e instanceof H2StreamResetException reset && reset.getCode() == H2Error.REFUSED_STREAM.getCode();
    }

    private static final class BoundedBody implements AsyncEntityConsumer<byte[]> {

        private final ByteArrayBuffer buffer = new ByteArrayBuffer(512);
        private FutureCallback<byte[]> callback;

        @Override
        public void streamStart(EntityDetails entityDetails, FutureCallback<byte[]> resultCallback) {
            callback = resultCallback;
        }

        @Override
        public void updateCapacity(CapacityChannel channel) throws IOException {
            channel.update(Integer.MAX_VALUE);
        }

        @Override
        public void consume(ByteBuffer source) throws IOException {
            int length = source.remaining();
            if (buffer.length() + length > MAX_BODY) {
                throw new IOException("the gateway's answer is longer than " + MAX_BODY + " bytes");
            }
            try {
                byte[] part = new byte[length];
                source.get(part);
                buffer.append(part, 0, length);
            } catch (OutOfMemoryError e) {
                // it would end the thread that all requests share
                throw new IOException("there is no memory for the gateway's answer", e);
            }
        }

        @Override
        public void streamEnd(List<? extends Header> trailers) {
            byte[] content;
            try {
                content = getContent();
            } catch (OutOfMemoryError e) {
                callback.failed(new IOException("there is no memory for the gateway's answer", e));
                return;
            }
            callback.completed(content);
        }

        @Override
        public void failed(Exception cause) {
            // there is no callback yet where the connection ended before an answer began
            if (callback != null) {
                callback.failed(cause);
            }
        }

        @Override
        public byte[] getContent() {
            return buffer.toByteArray();
        }

        @Override
        public void releaseResources() {
        }
    }
}
