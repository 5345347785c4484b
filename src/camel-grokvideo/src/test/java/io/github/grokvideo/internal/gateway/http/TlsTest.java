package io.github.grokvideo.internal.gateway.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.grokvideo.Certificates;
import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.GrokVideoProvider;
import io.github.grokvideo.RawServer;
import io.github.grokvideo.TcpTunnel;
import io.github.grokvideo.internal.media.Mp4;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GatewayException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http2.H2Error;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("slow")
class TlsTest {

    private static final String QUEUED = "{\"id\":\"video_1\",\"status\":\"queued\"}";

    @TempDir
    static Path directory;

    /** Valid for the address of the servers here. */
    private static Certificates right;
    /** As trusted, and valid for another host. */
    private static Certificates wrong;

    private final CamelContext context = new DefaultCamelContext();
    private GrokVideoComponent component;
    private RawServer server;
    private WireMockServer http2;

    @BeforeAll
    static void makeCertificates() {
        right = Certificates.of(directory, "right", "ip:127.0.0.1");
        wrong = Certificates.of(directory, "wrong", "dns:other.example,ip:127.0.0.2");
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        if (server != null) {
            server.close();
        }
        if (http2 != null) {
            http2.stop();
        }
    }

    private void serve(SSLServerSocketFactory sockets) throws Exception {
        server = new RawServer(sockets, (request, out) -> {
            if (request.path().startsWith("/media")) {
                RawServer.reply(out, 200, Mp4.bytes(1000));
            } else if (request.line().startsWith("POST")) {
                RawServer.reply(out, 202, QUEUED.getBytes(StandardCharsets.UTF_8));
            }
        });
        component(server.port());
    }

    private void serve(Certificates certificate) throws Exception {
        serve(certificate.sockets(right));
    }

    private void serveHttp2(Certificates certificate) throws Exception {
        http2 = new WireMockServer(
                WireMockConfiguration.options().bindAddress("127.0.0.1").httpDisabled(true).dynamicHttpsPort()
                        .keystorePath(certificate.keyStore().toString()).keystorePassword(Certificates.PASSWORD)
                        .keyManagerPassword(Certificates.PASSWORD).keystoreType("PKCS12"));
        http2.start();
        http2.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202).withBody(QUEUED).withFixedDelay(50)));
        component(http2.httpsPort());
        component.setHttpVersion(GrokVideoHttpVersion.HTTP_2);
    }

    private void serve(GrokVideoHttpVersion version, Certificates certificate) throws Exception {
        if (version == GrokVideoHttpVersion.HTTP_2) {
            serveHttp2(certificate);
        } else {
            serve(certificate);
        }
    }

    private void component(int port) {
        component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.getConfiguration().setApiKey("key");
        component.getConfiguration().setBaseUrl("https://127.0.0.1:" + port + "/v1");
        component.getConfiguration().setRequestRetries(0);
    }

    private Exchange submit() {
        context.start();
        return context.createProducerTemplate().send("grokvideo:submit", exchange -> exchange.getMessage().setBody("p"));
    }

    private void accepted() {
        Exchange result = submit();
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("video_1");
    }

    private void refused(String why) {
        Exchange result = submit();
        assertThat(result.getException()).isInstanceOf(GatewayException.class)
                .hasMessageStartingWith("Cannot connect to the gateway at https://127.0.0.1:").hasMessageContaining(why);
        assertThat(requests()).as("no byte of a request, nor the key").isZero();
    }

    private int requests() {
        return http2 != null ? http2.getAllServeEvents().size() : server.requests().size();
    }

    private static SSLContextParameters both() throws Exception {
        return Certificates.trusting(directory, right, wrong);
    }

    @ParameterizedTest
    @EnumSource
    void theCertificateOfTheHostIsAccepted(GrokVideoHttpVersion version) throws Exception {
        serve(version, right);
        component.setSslContextParameters(both());
        accepted();
        assertThat(requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void theCertificateOfAnotherHostIsRefused(GrokVideoHttpVersion version) throws Exception {
        serve(version, wrong);
        component.setSslContextParameters(both());
        refused("TLS: ");
    }

    @ParameterizedTest
    @EnumSource
    void theCertificateOfAnotherHostIsAcceptedByWhoAcceptsAny(GrokVideoHttpVersion version) throws Exception {
        serve(version, wrong);
        component.setSslContextParameters(both());
        component.setX509HostnameVerifier(NoopHostnameVerifier.INSTANCE);
        accepted();
    }

    @ParameterizedTest
    @EnumSource
    void acertificateNobodyTrustsIsRefused(GrokVideoHttpVersion version) throws Exception {
        serve(version, right);
        refused("TLS: ");
    }

    @Test
    void onlyTheTrustedAreTrusted() throws Exception {
        serve(right);
        component.setSslContextParameters(Certificates.trusting(directory, wrong));
        refused("TLS: ");
    }

    @Test
    void theContextsTlsSettingsAreUsedIfAskedFor() throws Exception {
        serve(right);
        context.setSSLContextParameters(both());
        component.setUseGlobalSslContextParameters(true);
        accepted();
    }

    @Test
    void theContextsTlsSettingsAreNotUsedUnasked() throws Exception {
        serve(right);
        context.setSSLContextParameters(both());
        refused("TLS: ");
    }

    @Test
    void ownTlsSettingsComeFirst() throws Exception {
        serve(right);
        context.setSSLContextParameters(Certificates.trusting(directory, wrong));
        component.setUseGlobalSslContextParameters(true);
        component.setSslContextParameters(both());
        accepted();
    }

    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
    void theProtocolIsTheOneAskedFor(String protocol) throws Exception {
        serve(right);
        SSLContextParameters parameters = both();
        SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
        protocols.getSecureSocketProtocol().add(protocol);
        parameters.setSecureSocketProtocols(protocols);
        component.setSslContextParameters(parameters);
        accepted();
        SSLSocket socket = (SSLSocket) server.requests().get(0).socket();
        assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    }

    @Test
    void aClientCertificateIsShown() throws Exception {
        SSLServerSocketFactory sockets = right.sockets(wrong);
        serve(new AskingForCertificates(sockets));
        SSLContextParameters parameters = both();
        parameters.setKeyManagers(wrong.keys());
        component.setSslContextParameters(parameters);
        accepted();
        SSLSocket socket = (SSLSocket) server.requests().get(0).socket();
        assertThat(socket.getSession().getPeerPrincipal().getName()).isEqualTo("CN=wrong");
    }

    /** Every socket demands a certificate of the client. */
    private static final class AskingForCertificates extends SSLServerSocketFactory {

        private final SSLServerSocketFactory sockets;

        AskingForCertificates(SSLServerSocketFactory sockets) {
            this.sockets = sockets;
        }

        private static SSLServerSocket asking(ServerSocket socket) {
            SSLServerSocket asking = (SSLServerSocket) socket;
            asking.setNeedClientAuth(true);
            return asking;
        }

        @Override
        public ServerSocket createServerSocket(int port) throws IOException {
            return asking(sockets.createServerSocket(port));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) throws IOException {
            return asking(sockets.createServerSocket(port, backlog));
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
                throws IOException {
            return asking(sockets.createServerSocket(port, backlog, address));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return sockets.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return sockets.getSupportedCipherSuites();
        }
    }

    @Test
    void downloadsCheckCertificatesToo() throws Exception {
        serve(right);
        component.setSslContextParameters(both());
        try (RawServer other
                = new RawServer(wrong.sockets(right), (request, out) -> RawServer.reply(out, 200, Mp4.bytes(1000)));
             RawServer gateway = new RawServer((request, out) -> {
                 int port = request.path().endsWith("good") ? server.port() : other.port();
                 RawServer.reply(out, 200, ("{\"status\":\"completed\",\"output\":{\"url\":\"https://127.0.0.1:" + port
                                            + "/media/v.mp4\"}}")
                         .getBytes(StandardCharsets.UTF_8));
             })) {
            component.getConfiguration().setBaseUrl(gateway.url("/v1"));
            context.start();
            assertThat(download("good").getMessage().getBody(byte[].class)).hasSize(1000);

            Exchange refused = download("bad");
            assertThat(refused.getException()).isInstanceOf(DownloadException.class);
            assertThat(other.requests()).isEmpty();
        }
    }

    private Exchange download(String id) {
        return context.createProducerTemplate().send("grokvideo:download?output=bytes",
                exchange -> exchange.getMessage().setBody(id));
    }

    @Test
    void http2CarriesManyRequestsOverOneConnection() throws Exception {
        serveHttp2(right);
        component.setSslContextParameters(both());
        try (TcpTunnel tunnel = new TcpTunnel(http2.httpsPort())) {
            component.getConfiguration().setBaseUrl("https://127.0.0.1:" + tunnel.port() + "/v1");
            accepted();
            List<CompletableFuture<Exchange>> all = IntStream.range(0, 300)
                    .mapToObj(i -> context.createProducerTemplate().asyncSend("grokvideo:submit",
                            exchange -> exchange.getMessage().setBody("p" + i)))
                    .toList();
            for (CompletableFuture<Exchange> each : all) {
                assertThat(each.get(20, TimeUnit.SECONDS).getException()).isNull();
            }
            assertThat(tunnel.connections()).isEqualTo(1);
            List<LoggedRequest> requests = http2.findAll(postRequestedFor(anyUrl()));
            assertThat(requests).hasSize(301).allSatisfy(request -> assertThat(request.getProtocol()).isEqualTo("HTTP/2.0"));
        }
    }

    @Test
    void http2AbortsOneRequestAndNotTheOthers() throws Exception {
        serveHttp2(right);
        component.setSslContextParameters(both());
        http2.stubFor(post("/v1/videos").withHeader("X-Pace", equalTo("slow"))
                .willReturn(aResponse().withStatus(202).withBody(QUEUED).withFixedDelay(5000)));
        http2.stubFor(post("/v1/videos").withHeader("X-Pace", equalTo("even"))
                .willReturn(aResponse().withStatus(202).withBody(QUEUED).withFixedDelay(1000)));
        try (TcpTunnel tunnel = new TcpTunnel(http2.httpsPort())) {
            component.getConfiguration().setBaseUrl("https://127.0.0.1:" + tunnel.port() + "/v1");
            accepted();
            CompletableFuture<Exchange> even = submit("even", 20_000);
            CompletableFuture<Exchange> slow = submit("slow", 200);
            assertThat(slow.get(10, TimeUnit.SECONDS).getException()).hasMessageContaining("in time");
            accepted();
            assertThat(even.get(10, TimeUnit.SECONDS).getException()).isNull();
            assertThat(tunnel.connections()).isEqualTo(1);
        }
    }

    /**
     * Submits fifty at once to a gateway that resets every tenth the first time it comes.
     *
     * @param  code of the reset
     * @return      how often the gateway was asked, and over how many connections
     */
    private List<Integer> submitToOneThatResets(H2Error code, GrokVideoProvider provider) throws Exception {
        Set<String> reset = ConcurrentHashMap.newKeySet();
        Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
        AtomicInteger submissions = new AtomicInteger();
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer gateway = vertx.createHttpServer(
                    new HttpServerOptions().setHost("127.0.0.1").setPort(0).setSsl(true).setUseAlpn(true).setKeyCertOptions(
                            new PfxOptions().setPath(right.keyStore().toString()).setPassword(Certificates.PASSWORD)))
                    .requestHandler(request -> request.bodyHandler(body -> {
                        connections.add(request.connection());
                        submissions.incrementAndGet();
                        String prompt = body.toJsonObject().getString("prompt");
                        boolean refused = prompt.endsWith("0") && reset.add(prompt);
                        // while others are under way
                        vertx.setTimer(200, later -> {
                            if (refused) {
                                request.response().reset(code.getCode());
                            } else {
                                request.response().setStatusCode(202).end(QUEUED);
                            }
                        });
                    }))
                    .listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            component(gateway.actualPort());
            component.setHttpVersion(GrokVideoHttpVersion.HTTP_2);
            component.getConfiguration().setRequestRetries(3);
            component.getConfiguration().setProvider(provider);
            component.setSubmissionsPerSecond(0.0);
            component.setSslContextParameters(both());
            context.start();
            List<CompletableFuture<Exchange>> all = IntStream.range(0, 50)
                    .mapToObj(i -> context.createProducerTemplate().asyncSend("grokvideo:submit",
                            exchange -> exchange.getMessage().setBody("p" + i)))
                    .toList();
            for (CompletableFuture<Exchange> each : all) {
                assertThat(each.get(20, TimeUnit.SECONDS).getException()).isNull();
            }
            assertThat(reset).hasSize(5);
            return List.of(submissions.get(), connections.size());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void http2RequestsThatTheGatewayResetsLeaveTheOthersAlone() throws Exception {
        assertThat(submitToOneThatResets(H2Error.INTERNAL_ERROR, GrokVideoProvider.lumenfall)).containsExactly(55, 1);
    }

    @Test
    void http2RequestsThatTheGatewayHasNotLookedAtAreSentAgainWithoutAKey() throws Exception {
        assertThat(submitToOneThatResets(H2Error.REFUSED_STREAM, GrokVideoProvider.xai)).containsExactly(55, 1);
    }

    private CompletableFuture<Exchange> submit(String pace, long timeout) {
        return context.createProducerTemplate().asyncSend(
                "grokvideo:submit?requestTimeout=" + timeout + "&requestHeaders.X-Pace=" + pace,
                exchange -> exchange.getMessage().setBody("p"));
    }
}
