package io.github.grokvideo;

import java.net.InetAddress;
import java.nio.file.Path;

import io.github.grokvideo.internal.media.Mp4;
import io.github.grokvideo.model.DownloadException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Names of media hosts as they are, over TLS: the certificate is checked against the name that a browser would check.
 */
class MediaHostNamesTest extends WireMockTestSupport {

    @TempDir
    static Path directory;
    private static Certificates certificate;

    private RawServer media;

    @BeforeAll
    static void makeCertificate() {
        certificate = Certificates.of(
                directory, "media", "dns:media.example,dns:*.media.example,dns:xn--b1aedk6a.example");
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        media = new RawServer(
                certificate.sockets(certificate), (request, out) -> RawServer.reply(out, 200, Mp4.bytes(1000)));
        return super.createCamelContext();
    }

    @Override
    protected void configure(GrokVideoComponent component) {
        component.getConfiguration().setRequestRetries(0);
        component.setMediaHosts("*.example,media.example");
        DnsResolver resolver = new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return new InetAddress[] { InetAddress.getLoopbackAddress() };
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
        component.runtime().replaceEnvironment(environment -> environment.withResolver(resolver));
        try {
            component.setSslContextParameters(Certificates.trusting(directory, certificate));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        media.close();
    }

    @ParameterizedTest
    @CsvSource({
            "media.example, media.example", "MEDIA.Example, media.example", "media.example., media.example.",
            "a_b.media.example, a_b.media.example", "видео.example, xn--b1aedk6a.example",
            "ВИДЕО。EXAMPLE, xn--b1aedk6a.example" })
    void areFetchedFrom(String host, String sent) {
        inTurn("video_1", json(200, completed("video_1", "https://" + host + ":" + media.port() + "/v.mp4")));
        Exchange result = send("grokvideo:download?output=bytes", "video_1");
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(byte[].class)).hasSize(1000);
        assertThat(media.requests().get(0).header("host")).isEqualTo(sent + ":" + media.port());
    }

    @ParameterizedTest
    @CsvSource({ "other.example", "other.example.", "xmedia.example" })
    void areNotFetchedFromUnderAnothersCertificate(String host) {
        inTurn("video_1", json(200, completed("video_1", "https://" + host + ":" + media.port() + "/v.mp4")));
        assertThat(send("grokvideo:download?output=bytes", "video_1").getException())
                .isInstanceOf(DownloadException.class);
        assertThat(media.requests()).isEmpty();
    }

    @Test
    void aListThatIsWrongStopsTheStart() {
        GrokVideoComponent component = new GrokVideoComponent(context);
        component.setMediaHosts("a.example/path");
        assertThatThrownBy(component::start)
                .hasMessageStartingWith("Invalid value 'a.example/path' for option mediaHosts: expected");
    }
}
