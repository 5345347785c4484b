package io.github.grokvideo.internal.text;

import java.net.URI;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MediaUrlTest {

    private static String read(String url) throws InvalidMediaUrlException {
        return MediaUrl.parse(url).toString();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            "https://media.example/v.mp4, https://media.example/v.mp4",
            "HTTPS://Media.EXAMPLE:443/V.mp4, https://media.example/V.mp4",
            "http://media.example:80, http://media.example/",
            "https://media.example:80/, https://media.example:80/",
            "https://media.example./v.mp4, https://media.example./v.mp4",
            "https://видео.рф/фильм.mp4, https://xn--b1aedk6a.xn--p1ai/%D1%84%D0%B8%D0%BB%D1%8C%D0%BC.mp4",
            "https://BÜCHER.example/, https://xn--bcher-kva.example/",
            "https://日本。example/, https://xn--wgv71a.example/",
            "https://a_b-1.example/, https://a_b-1.example/",
            "https://１.１.１.１/, https://1.1.1.1/",
            "https://[2606:4700:0:0::1111]:8443/, https://[2606:4700::1111]:8443/",
            "https://[2001:DB8::0001:0:0:1]/, https://[2001:db8::1:0:0:1]/",
            "https://[::]/, https://[::]/", "https://[1::]/, https://[1::]/", "https://[::1]/, https://[::1]/",
            "https://[1:0:2:3:4:5:6:7]/, https://[1:0:2:3:4:5:6:7]/",
            "https://[::ffff:1.2.3.4]/, https://1.2.3.4/",
            "https://m.example/a b?c d#e f, https://m.example/a%20b?c%20d",
            "https://m.example/%7e%2F%zz%, https://m.example/%7e%2F%25zz%25",
            "https://m.example/{{env:KEY}}?x={{sys:y}}, https://m.example/%7B%7Benv:KEY%7D%7D?x=%7B%7Bsys:y%7D%7D",
            "https://m.example/../../a/./b/.., https://m.example/a/",
            "https://m.example/.well-known/..v, https://m.example/.well-known/..v",
            "https://m.example/a\\b, https://m.example/a%5Cb",
    })
    void isReadAsBrowsersReadIt(String url, String canonical) throws Exception {
        assertThat(read(url)).isEqualTo(canonical);
        assertThat(read(canonical)).as("read again").isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "v.mp4", "/v.mp4", "//m.example/v.mp4", "file:///etc/passwd", "FILE:/etc/passwd", "exec:rm?args=-rf",
            "bean:x", "direct:a", "data:video/mp4;base64,AAAA", "javascript:alert(1)", "ftp://m.example/", "https:",
            "https:/m.example/",
            "https:///v.mp4", "https://?a", "https://#a", "https://:443/", "https://m.example:x/", "https://m.example:65536/",
            "https://m.example:0/", "https://m.example:-1/", "https://u@m.example/", "https://u:p@m.example/",
            "https://@m.example/",
            "https://m.example\\@a/", "https://m%2eexample/", "https://a b/", "https://a..b/", "https://.a/", "https://a<b/",
            "https://{{env:KEY}}.example/", "https://[::1", "https://[]/", "https://[1.2.3.4]/", "https://[fe80::1%25eth0]/",
            "https://[fe80::1%eth0]/", "https://127.1/", "https://0x7f.1/", "https://01.2.3.4/", "https://1.2.3.4./",
            "https://a.0x1/",
            "https://m.example/\r\nX: y", "https://m.example/\n", "https://m.example/\u0000", "https://m.example/\t",
            "https://m.example/\u007f",
            "https://m.example/\u0090", " https://m.example/", "https://m.example/ ", "https:\\\\m.example\\",
            "https://faß.example/" })
    void isRefused(String url) {
        assertThatThrownBy(() -> MediaUrl.parse(url)).isInstanceOf(InvalidMediaUrlException.class)
                .hasMessageStartingWith("the video's ").message().hasSizeLessThan(200).matches("\\P{Cntrl}*");
    }

    @Test
    void hasABound() throws Exception {
        String longest = "https://m.example/" + "a".repeat(MediaUrl.MAX_LENGTH - 18);
        assertThat(read(longest)).isEqualTo(longest);
        assertThatThrownBy(() -> MediaUrl.parse(longest + "a")).hasMessageContaining("more than 8192");
        assertThatThrownBy(() -> MediaUrl.parse("https://" + "a".repeat(500_000) + "/"))
                .hasMessageContaining("500009 characters");
    }

    /**
     * Whatever comes in: what is accepted is ASCII, a URI, says the same when read again, and has nothing that Camel
     * evaluates.
     */
    @Test
    void whatIsAcceptedIsHarmless() {
        Random random = new Random(16);
        List<String> pieces = List.of(
                "https", "http", "file", ":", "//", "/", "\\", "@", "?", "#", "%", "%2", "%0d%0A", "{{", "}}", "${body}", "..",
                ".",
                "m.example", "127.0.0.1", "[::1]", "[", "]", ":80", " ", "\t", "\r\n", "\u0000", "é", "видео", "\uD83D",
                "\uD83D\uDE00",
                "\u202E", "\u00A0", "\u2028", "。", "RAW(", ")", "|", "&", "=", "a", "xn--", "_", "-", "0x", "\"", "<", ">");
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(random.nextInt(4) > 0 ? "https://m.example" : "");
            for (int j = random.nextInt(9); j > 0; j--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String canonical;
            try {
                canonical = read(text.toString());
            } catch (InvalidMediaUrlException e) {
                assertThat(e.getMessage()).matches("\\P{Cntrl}*");
                continue;
            }
            accepted++;
            assertThat(canonical).as(text.toString()).matches("https?://[a-z0-9._:\\[\\]-]+/[!-~]*")
                    .doesNotContain("{", "}", "#", "\\");
            assertThat(URI.create(canonical)).hasToString(canonical);
            assertThat(MediaUrl.class).satisfies(type -> assertThat(read(canonical)).isEqualTo(canonical));
        }
        assertThat(accepted).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
            "b.mp4, https://m.example/d/b.mp4", "../b.mp4, https://m.example/b.mp4", "/b c.mp4, https://m.example/b%20c.mp4",
            "?x=1, https://m.example/d/a.mp4?x=1", "#t, https://m.example/d/a.mp4?s=/1", "//n.example/b, https://n.example/b",
            "HTTP://n.example/b, http://n.example/b", "a%2Fb:c, https://m.example/d/a%2Fb:c" })
    void resolvesLikeBrowsers(String location, String expected) throws Exception {
        assertThat(MediaUrl.parse("https://m.example/d/a.mp4?s=/1").resolve(location)).hasToString(expected);
    }
}
