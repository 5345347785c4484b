package io.github.grokvideo.benchmark.contender;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.grokvideo.benchmark.stub.StubAddress;
import io.github.grokvideo.benchmark.stub.StubCertificate;
import io.github.grokvideo.internal.gateway.http.RequestGate;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * HttpClient 5 async and a timer, and nothing else: what the work costs at the least. It keeps no exchange, repeats
 * nothing, checks nothing, and reads no more of an answer than the status. The line in which requests wait is the
 * component's, since HttpClient's own takes a hundred times the heap.
 */
final class RawContender implements Contender {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] SUBMISSION
            = ("{\"model\":\"" + MODEL + "\",\"prompt\":\"" + PROMPT + "\"}").getBytes(StandardCharsets.UTF_8);

    private final CloseableHttpAsyncClient client;
    private final RequestGate gate;
    private final String url;
    private final long pollInterval;
    private final Outcome outcome;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    private RawContender(CloseableHttpAsyncClient client, int atOnce, String baseUrl, long pollInterval, Outcome outcome) {
        this.client = client;
        this.gate = new RequestGate(atOnce);
        this.url = baseUrl + "/videos";
        this.pollInterval = pollInterval;
        this.outcome = outcome;
        client.start();
    }

    /** Over up to 64 connections without TLS. */
    static RawContender http1(String baseUrl, long pollInterval, Outcome outcome) {
        return new RawContender(
                HttpAsyncClients.custom()
                        .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create().setMaxConnPerRoute(64)
                                .setMaxConnTotal(64)
                                .setDefaultTlsConfig(
                                        TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
                                .build())
                        .setIOReactorConfig(oneThread()).disableAutomaticRetries().disableCookieManagement()
                        .disableAuthCaching().build(),
                64, baseUrl, pollInterval, outcome);
    }

    /** Over one connection with TLS. */
    static RawContender http2(String baseUrl, StubAddress stub, long pollInterval, Outcome outcome) {
        return new RawContender(
                HttpAsyncClients.customHttp2()
                        .setTlsStrategy(ClientTlsStrategyBuilder.create()
                                .setSslContext(StubCertificate.trusting(stub.trustStore())).buildAsync())
                        .setH2Config(H2Config.custom().setPushEnabled(false).build()).setIOReactorConfig(oneThread())
                        .disableAutomaticRetries().disableCookieManagement().disableAuthCaching().build(),
                500, baseUrl, pollInterval, outcome);
    }

    private static IOReactorConfig oneThread() {
        return IOReactorConfig.custom().setIoThreadCount(1).setTcpNoDelay(true).build();
    }

    @Override
    public void generate() {
        send("POST", url, SUBMISSION, answer -> later(answer.id, ThreadLocalRandom.current().nextLong(pollInterval)));
    }

    private void later(String id, long pause) {
        timer.schedule(() -> ask(id), pause, TimeUnit.MILLISECONDS);
    }

    private void ask(String id) {
        send("GET", url + '/' + id, null, answer -> {
            if (answer.status.equals("completed")) {
                outcome.finished(id);
            } else {
                later(id, pollInterval);
            }
        });
    }

    private void send(String method, String address, byte[] body, Consumer<Answer> next) {
        gate.enter(() -> {
            BasicHttpRequest request = new BasicHttpRequest(method, URI.create(address));
            request.setHeader("Authorization", "Bearer " + API_KEY);
            client.execute(
                    new BasicRequestProducer(
                            request, body == null ? null : AsyncEntityProducers.create(body, ContentType.APPLICATION_JSON)),
                    new BasicResponseConsumer<>(new BasicAsyncEntityConsumer()), null, null, new FutureCallback<>() {
                        @Override
                        public void completed(Message<HttpResponse, byte[]> message) {
                            gate.leave();
                            try {
                                next.accept(Answer.of(message));
                            } catch (IOException | RuntimeException e) {
                                outcome.failed(e);
                            }
                        }

                        @Override
                        public void failed(Exception e) {
                            gate.leave();
                            outcome.failed(e);
                        }

                        @Override
                        public void cancelled() {
                            failed(new IOException("cancelled"));
                        }
                    });
        });
    }

    private record Answer(String id, String status) {

        static Answer of(Message<HttpResponse, byte[]> message) throws IOException {
            if (message.getHead().getCode() / 100 != 2) {
                throw new IOException("answered " + message.getHead().getCode());
            }
            String id = null;
            try (JsonParser parser = JSON.createParser(message.getBody())) {
                while (parser.nextToken() != null) {
                    if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals("id")) {
                        id = parser.nextTextValue();
                    } else if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals("status")) {
                        return new Answer(id, parser.nextTextValue());
                    }
                }
            }
            throw new IOException("an answer without status");
        }
    }

    @Override
    public void download(String jobId, Path directory) throws Exception {
        String file = url.replace("/videos", "/files/") + jobId + ".mp4";
        client.execute(
                new BasicRequestProducer(new BasicHttpRequest("GET", URI.create(file)), null),
                new ToFile(directory.resolve(jobId + ".mp4")), null, null, null).get();
    }

    /** Writes what comes. */
    private static final class ToFile extends AbstractBinResponseConsumer<Path> {

        private final Path file;
        private FileChannel channel;

        ToFile(Path file) {
            this.file = file;
        }

        @Override
        protected void start(HttpResponse response, ContentType contentType) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        protected int capacityIncrement() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void data(ByteBuffer source, boolean endOfStream) throws IOException {
            while (source.hasRemaining()) {
                channel.write(source);
            }
        }

        @Override
        protected Path buildResult() {
            return file;
        }

        @Override
        public void failed(Exception cause) {
            releaseResources();
        }

        @Override
        public void releaseResources() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
