package io.github.grokvideo.benchmark.contender;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.grokvideo.benchmark.stub.StubAddress;
import io.github.grokvideo.benchmark.stub.StubCertificate;
import io.github.grokvideo.internal.gateway.http.RequestGate;
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
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.entity.AsyncEntityProducers;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.http2.config.H2Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * The gateway's API by HttpClient 5 async, and nothing else. It repeats nothing, checks nothing, and reads no more of
 * an answer than the status. The line in which requests wait is the component's, since HttpClient's own takes a hundred
 * times the heap.
 */
final class GatewayClient implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] SUBMISSION
            = ("{\"model\":\"" + Contender.MODEL + "\",\"prompt\":\"" + Contender.PROMPT + "\"}")
                    .getBytes(StandardCharsets.UTF_8);

    private final CloseableHttpAsyncClient client;
    private final RequestGate gate;
    private final String url;

    /** Hears of one request, once. */
    interface Reply {

        void answered(String id, boolean completed);

        void failed(Exception cause);
    }

    private GatewayClient(CloseableHttpAsyncClient client, int atOnce, String baseUrl) {
        this.client = client;
        this.gate = new RequestGate(atOnce);
        this.url = baseUrl + "/videos";
        client.start();
    }

    /** Over up to 64 connections without TLS. */
    static GatewayClient http1(StubAddress stub) {
        return new GatewayClient(
                HttpAsyncClients.custom()
                        .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create().setMaxConnPerRoute(64)
                                .setMaxConnTotal(64)
                                .setDefaultTlsConfig(
                                        TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build())
                                .build())
                        .setIOReactorConfig(oneThread()).disableAutomaticRetries().disableCookieManagement()
                        .disableAuthCaching().build(),
                64, stub.plainUrl());
    }

    /** Over one connection with TLS. */
    static GatewayClient http2(StubAddress stub) {
        return new GatewayClient(
                HttpAsyncClients.customHttp2()
                        .setTlsStrategy(ClientTlsStrategyBuilder.create()
                                .setSslContext(StubCertificate.trusting(stub.trustStore())).buildAsync())
                        .setH2Config(H2Config.custom().setPushEnabled(false).build()).setIOReactorConfig(oneThread())
                        .disableAutomaticRetries().disableCookieManagement().disableAuthCaching().build(),
                500, stub.tlsUrl());
    }

    private static IOReactorConfig oneThread() {
        return IOReactorConfig.custom().setIoThreadCount(1).setTcpNoDelay(true).build();
    }

    /** @param key by which the gateway knows a submission again; {@code null} for none */
    void submit(String key, Reply reply) {
        send("POST", url, key, SUBMISSION, reply);
    }

    void ask(String id, Reply reply) {
        send("GET", url + '/' + id, null, null, reply);
    }

    private void send(String method, String address, String key, byte[] body, Reply reply) {
        gate.enter(() -> {
            BasicHttpRequest request = new BasicHttpRequest(method, URI.create(address));
            request.setHeader("Authorization", "Bearer " + Contender.API_KEY);
            if (key != null) {
                request.setHeader("Idempotency-Key", key);
            }
            client.execute(
                    new BasicRequestProducer(
                            request, body == null ? null : AsyncEntityProducers.create(body, ContentType.APPLICATION_JSON)),
                    new BasicResponseConsumer<>(new BasicAsyncEntityConsumer()), null, null, new FutureCallback<>() {
                        @Override
                        public void completed(Message<HttpResponse, byte[]> message) {
                            gate.leave();
                            try {
                                read(message, reply);
                            } catch (IOException | RuntimeException e) {
                                reply.failed(e);
                            }
                        }

                        @Override
                        public void failed(Exception e) {
                            gate.leave();
                            reply.failed(e);
                        }

                        @Override
                        public void cancelled() {
                            failed(new IOException("cancelled"));
                        }
                    });
        });
    }

    private static void read(Message<HttpResponse, byte[]> message, Reply reply) throws IOException {
        if (message.getHead().getCode() / 100 != 2) {
            throw new IOException("answered " + message.getHead().getCode());
        }
        String id = null;
        try (JsonParser parser = JSON.createParser(message.getBody())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals("id")) {
                    id = parser.nextTextValue();
                } else if (parser.currentToken() == JsonToken.FIELD_NAME && parser.currentName().equals("status")) {
                    reply.answered(id, parser.nextTextValue().equals("completed"));
                    return;
                }
            }
        }
        throw new IOException("an answer without status");
    }

    /** Returns when all of it has come. */
    void download(String jobId, AsyncResponseConsumer<Path> to) throws Exception {
        String file = url.replace("/videos", "/files/") + jobId + ".mp4";
        client.execute(
                new BasicRequestProducer(new BasicHttpRequest("GET", URI.create(file)), null), to, null, null, null).get();
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }
}
