package io.github.grokvideo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

import io.github.grokvideo.internal.media.Mp4;
import io.github.grokvideo.model.GatewayException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProxyTest {

    private static final String QUEUED = "{\"id\":\"video_1\",\"status\":\"queued\"}";
    private static final String KEY = "the-key-of-the-gateway";

    @TempDir
    static Path directory;
    /** Valid for hosts that only the proxy knows. */
    private static Certificates certificate;

    private final CamelContext context = new DefaultCamelContext();
    private GrokVideoComponent component;
    private RawServer gateway;
    private RawServer proxy;
    /** What the proxy wants to see, or {@code null}. */
    private String credentials;

    @BeforeAll
    static void makeCertificate() {
        certificate = Certificates.of(directory, "gateway", "dns:gateway.example,dns:media.example,ip:127.0.0.1");
    }

    @BeforeEach
    void serve() throws Exception {
        gateway = new RawServer(certificate.sockets(certificate), (request, out) -> {
            if (request.path().startsWith("/media")) {
                RawServer.reply(out, 200, Mp4.bytes(1000));
            } else {
                answer(request, out);
            }
        });
        proxy = new RawServer((request, out) -> {
            if (credentials != null && !("Basic " + encoded(credentials)).equals(request.header("proxy-authorization"))) {
                RawServer.reply(out, 407, new byte[0], "Proxy-Authenticate: Basic realm=\"proxy\"");
            } else if (request.line().startsWith("CONNECT")) {
                RawServer.head(out, 200);
                TcpTunnel.joinAndWait(request.socket(), gateway.port());
            } else {
                answer(request, out);
            }
        });
        component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.getConfiguration().setApiKey(KEY);
        component.getConfiguration().setRequestRetries(0);
        component.getConfiguration().setBaseUrl("https://gateway.example/v1");
        component.setSslContextParameters(Certificates.trusting(directory, certificate));
        component.setProxyHost("127.0.0.1");
        component.setProxyPort(proxy.port());
    }

    private static void answer(RawServer.Request request, OutputStream out) throws IOException {
        String body = request.line().startsWith("GET")
                ? "{\"status\":\"completed\",\"output\":{\"url\":\"https://media.example/media/v.mp4\"}}" : QUEUED;
        RawServer.reply(out, 200, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        proxy.close();
        gateway.close();
    }

    private Exchange send(String uri) {
        context.start();
        return context.createProducerTemplate().send(uri, exchange -> exchange.getMessage().setBody("video_1"));
    }

    private void submits() {
        Exchange result = send("grokvideo:submit");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody()).isEqualTo("video_1");
    }

    private List<String> askedOfTheProxy() {
        return proxy.requests().stream().map(RawServer.Request::line).toList();
    }

    private void theProxyNeverSawTheKey() {
        assertThat(proxy.requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.header("authorization")).isNull();
            assertThat(request.headers().toString()).doesNotContain(KEY);
        });
    }

    @Test
    void theGatewayIsReachedThroughATunnel() {
        submits();
        assertThat(askedOfTheProxy()).containsExactly("CONNECT gateway.example:443 HTTP/1.1");
        theProxyNeverSawTheKey();
        assertThat(gateway.requests()).hasSize(1).allSatisfy(request -> {
            assertThat(request.line()).isEqualTo("POST /v1/videos HTTP/1.1");
            assertThat(request.header("authorization")).isEqualTo("Bearer " + KEY);
            assertThat(request.header("proxy-authorization")).isNull();
        });
    }

    @Test
    void theProxyGetsItsCredentialsAndNobodyElseDoes() {
        credentials = "user:pass word";
        component.setProxyAuthUsername("user");
        component.setProxyAuthPassword("pass word");
        submits();
        assertThat(askedOfTheProxy()).containsOnly("CONNECT gateway.example:443 HTTP/1.1").hasSizeBetween(1, 2);
        theProxyNeverSawTheKey();
        assertThat(gateway.requests()).hasSize(1)
                .allSatisfy(request -> assertThat(request.header("proxy-authorization")).isNull());
    }

    @Test
    void wrongCredentialsAreTold() {
        credentials = "user:other";
        component.setProxyAuthUsername("user");
        component.setProxyAuthPassword("password");
        Exchange result = send("grokvideo:submit");
        assertThat(result.getException()).isNotNull();
        assertThat(result.getException().toString()).doesNotContain("password");
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void hostsMayBypassTheProxy() {
        component.setNonProxyHosts("localhost, 127.0.0.*");
        component.getConfiguration().setBaseUrl("https://127.0.0.1:" + gateway.port() + "/v1");
        submits();
        assertThat(proxy.requests()).isEmpty();
        assertThat(gateway.requests()).hasSize(1);
    }

    @Test
    void otherHostsDoNotBypassTheProxy() {
        component.setNonProxyHosts("localhost,*.intranet.example");
        submits();
        assertThat(proxy.requests()).hasSize(1);
    }

    @Test
    void videosComeThroughTheProxyToo() {
        DnsResolver resolver = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                if (host.equals("127.0.0.1")) {
                    return new InetAddress[] { InetAddress.getLoopbackAddress() };
                }
                throw new UnknownHostException("only the proxy knows " + host);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        component.runtime().replaceEnvironment(environment -> environment.withResolver(resolver));
        Exchange result = send("grokvideo:download?output=bytes");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(byte[].class)).hasSize(1000);
        assertThat(askedOfTheProxy()).containsExactlyInAnyOrder(
                "CONNECT gateway.example:443 HTTP/1.1", "CONNECT media.example:443 HTTP/1.1");
        assertThat(gateway.requests()).filteredOn(request -> request.path().startsWith("/media")).hasSize(1)
                .allSatisfy(request -> assertThat(request.header("authorization")).isNull());
    }

    @Test
    void aPlainGatewayIsReachedThroughTheProxyAsWell() {
        component.getConfiguration().setBaseUrl("http://gateway.example/v1");
        submits();
        assertThat(askedOfTheProxy()).containsExactly("POST http://gateway.example/v1/videos HTTP/1.1");
    }

    @Test
    void aPlainGatewayIsReachedThroughAProxyThatAsksForCredentials() {
        credentials = "user:password";
        component.setProxyAuthUsername("user");
        component.setProxyAuthPassword("password");
        component.getConfiguration().setBaseUrl("http://gateway.example/v1");
        submits();
        assertThat(askedOfTheProxy()).containsOnly("POST http://gateway.example/v1/videos HTTP/1.1");
    }

    @Test
    void aProxyThatRefusesIsNoSubmission() {
        credentials = "nobody has these";
        Exchange result = send("grokvideo:submit");
        assertThat(result.getException()).isInstanceOf(GatewayException.class)
                .hasMessage(
                        "The proxy server requires valid credentials; check the options proxyAuthUsername and proxyAuthPassword (HTTP 407)");
        assertThat(gateway.requests()).isEmpty();
    }

    @Test
    void oddSettingsAreToldAtTheStart() {
        component.setProxyPort(null);
        assertThatThrownBy(component::start)
                .hasMessage("Option proxyHost is set and option proxyPort is not, expected both or none");
        component.setProxyPort(1);
        component.setHttpVersion(GrokVideoHttpVersion.HTTP_2);
        assertThatThrownBy(component::start)
                .hasMessageContaining("Option httpVersion: invalid value 'HTTP_2', expected HTTP_1_1, since proxyHost is set");
    }
}
