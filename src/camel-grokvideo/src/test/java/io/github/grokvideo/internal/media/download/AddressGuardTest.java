package io.github.grokvideo.internal.media.download;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.grokvideo.RawServer;
import io.github.grokvideo.internal.gateway.http.TransportSettings;
import io.github.grokvideo.internal.media.Mp4;
import io.github.grokvideo.internal.media.address.AddressGuard;
import io.github.grokvideo.internal.media.address.MediaHosts;
import io.github.grokvideo.model.DownloadException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AddressGuardTest extends DownloadTestSupport {

    private static final String PUBLIC = "93.184.216.34";

    /** Addresses that belong to no public host. */
    private static final List<String> INTERNAL = List.of(
            "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
            "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "169.254.255.255", "172.16.0.1",
            "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255",
            "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
            "255.255.255.255", "::", "::1", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1",
            "::ffff:169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
            "64:ff9b::10.0.0.1", "64:ff9b:1::1", "64:ff9b:0:1::808:808", "100::1", "2001::1",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
            "2002:7f00:1::", "2002:a00:1::1", "2002:a9fe:a9fe::1", "2002:c0a8:101::", "3fff::1", "4000::1", "5f00::1",
            "fc00::1", "fd12:3456:789a::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1");

    /** The last addresses before and the first after each of those blocks, and well-known public ones. */
    private static final List<String> EXTERNAL = List.of(
            PUBLIC, "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0",
            "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
            "198.20.0.0", "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
            "64:ff9b::808:808", "2001:200::1", "2001:4860:4860::8888", "2002:808:808::1", "2606:4700::1111", "2a00::1");

    /** Numbers that some resolvers take for an address, and what glibc makes of them. */
    private static final List<List<String>> NUMBERS = List.of(
            List.of("127.1", "127.0.0.1"), List.of("127.0.1", "127.0.0.1"), List.of("0x7f000001", "127.0.0.1"),
            List.of("0x7f.0.0.1", "127.0.0.1"), List.of("0177.0.0.1", "127.0.0.1"), List.of("2130706433", "127.0.0.1"),
            List.of("017700000001", "127.0.0.1"), List.of("0", "0.0.0.0"), List.of("0xa9fea9fe", "169.254.169.254"),
            List.of("2852039166", "169.254.169.254"), List.of("169.16689662", "169.254.169.254"),
            List.of("0x0a.1", "10.0.0.1"));

    private static final List<List<String>> NAMES = List.of(
            List.of("localhost", "127.0.0.1"), List.of("localhost.", "127.0.0.1"),
            List.of("ip6-localhost", "::1"), List.of("127.0.0.1.nip.io", "127.0.0.1"),
            List.of("169-254-169-254.nip.io", "169.254.169.254"), List.of("metadata.google.internal", "169.254.169.254"),
            List.of("metadata.google.internal.", "169.254.169.254"), List.of("db.intranet.example", "10.1.2.3"),
            List.of("six.intranet.example", "fd00::1"), List.of("nat64.example", "64:ff9b::a00:1"),
            List.of("mixed.example", PUBLIC, "10.0.0.1"), List.of("mixed-first.example", "10.0.0.1", PUBLIC),
            List.of("mixed-six.example", "2606:4700::1111", "::1"),
            List.of("mixed-last.example", PUBLIC, "1.1.1.1", "8.8.8.8", "169.254.169.254"));

    /** URLs that are refused whatever a name stands for; {@code media.example} is a public host. */
    private static final List<String> MALFORMED = List.of(
            "http://media.example/v.mp4", "HTTP://media.example/v.mp4", "file:///etc/passwd", "FILE:///etc/passwd",
            "file://media.example/etc/passwd", "file:/etc/passwd", "ftp://media.example/v.mp4",
            "gopher://media.example/_x", "jar:https://media.example/a.jar!/v.mp4", "jar:file:///a.jar!/v.mp4",
            "data:video/mp4;base64,AAAA", "javascript:alert(1)", "ws://media.example/", "wss://media.example/",
            "ldap://media.example/", "dict://media.example:11211/stat", "netdoc:///etc/passwd", "classpath:v.mp4",
            "//media.example/v.mp4", "/v.mp4", "v.mp4", "media.example/v.mp4", "", " ", "https", "https:", "https://",
            "https:///v.mp4", "https:/media.example/v.mp4", "https:media.example/v.mp4", "https://:443/v.mp4",
            "https://media.example@127.0.0.1/v.mp4", "https://user:password@media.example/v.mp4",
            "https://@media.example/v.mp4", "https://media.example:443@10.0.0.1/", "https://media.example%40127.0.0.1/",
            "https://media.example\\@127.0.0.1/", "https:\\\\media.example\\v.mp4", "https://127.0.0.1\\.media.example/",
            "https:/\\127.0.0.1/", "https://media.example /v.mp4", " https://media.example/", "https://media.example/ ",
            "https://media.example/a\tb", "https://media.example/a\nb", "https://media.example/\u0085",
            "https://media.example\r\nX: y/", "https://media.example/\u0000", "https://media.example:x/",
            "https://media.example:-1/", "https://１２７.0.0.1/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/",
            "https://ⓛocalhost/", "https://faß.example/", "https://a\u200Db.example/", "https://a..example/",
            "https://.example/", "https://" + "a".repeat(64) + ".example/", "https://media.example/" + "a".repeat(8192),
            "https://%31%32%37.0.0.1/", "https://127%2e0%2e0%2e1/",
            "https://[::1", "https://[127.0.0.1]/", "https://[::ffff:0x7f000001]/", "https://[::1]media.example/",
            "https://[v1.fe80]/", "https://012.0.0.1/", "https://8.8.8.08/", "https://8.8.8.8./", "https://8.8.2056/",
            "https://134744072/", "https://0x08080808/", "https://010.8.8.8/", "https://8.8.8.256/", "https://8.8.8.8.8/",
            "https://[::ffff:012.0.0.1]/",
            "https://router/", "https://minio/", "https://a.svc/", "https://db.default.svc.cluster.local/", "https://git.corp/",
            "https://nas.lan/", "https://nas.LOCAL./", "https://metadata.internal/", "https://nas.home.arpa/",
            "https://wiki.intranet/", "https://me.localdomain/", "https://app.localhost/", "https://x.onion/");

    private static String literal(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    @Test
    void nothingGoesToAnInternalAddress() {
        allowLoopback = false;
        names.put("media.example", PUBLIC);
        NUMBERS.forEach(number -> names.put(number.get(0), number.get(1)));
        NAMES.forEach(name -> names.put(name.get(0), name.subList(1, name.size()).toArray(String[]::new)));
        List<String> urls = new ArrayList<>(MALFORMED);
        INTERNAL.forEach(address -> {
            urls.add("https://" + literal(address) + "/v.mp4");
            urls.add("HTTPS://" + literal(address) + ":8443/v.mp4");
        });
        Stream.concat(NUMBERS.stream(), NAMES.stream()).forEach(name -> urls.addAll(List.of(
                "https://" + name.get(0) + "/v.mp4", "https://" + name.get(0).toUpperCase(Locale.ROOT) + "/v.mp4")));
        assertThat(urls).hasSizeGreaterThan(200);

        for (String url : urls) {
            DownloadException failure = refused(url);
            assertThat(failure).as(url).hasMessageStartingWith("The video was not downloaded: the video's ");
            assertThat(failure.isRetryable()).as(url).isFalse();
            assertThat(failure.getMessage()).as(url).matches("\\P{Cntrl}*");
        }
        assertThat(connections.attempts()).isEmpty();
    }

    @Test
    void whatCannotEvenBeLookedUpGoesNowhereAndFailsAtOnce() {
        names.put("media.example", PUBLIC);
        for (String url : List.of("https://media.example:99999/", "https://[fe80::1%25lo]/", "https://nowhere.example/")) {
            assertThat(refused(url)).as(url).message().doesNotContain("downloadTimeout");
        }
        assertThat(connections.attempts()).isEmpty();
    }

    @Test
    void publicAddressesAreConnectedToAsChecked() throws Exception {
        allowLoopback = false;
        names.put("media.example", PUBLIC);
        names.put("media.example.", "1.1.1.1");
        names.put("two.example", PUBLIC, "2606:4700::1111");
        for (String address : EXTERNAL) {
            connects("https://" + literal(address) + "/v.mp4", 443, address);
        }
        connects("https://media.example/v.mp4?a=b#c", 443, PUBLIC);
        connects("HTTPS://MEDIA.EXAMPLE:8443/v.mp4", 8443, PUBLIC);
        connects("https://media.example./v.mp4", 443, "1.1.1.1");
        connects("https://two.example/v.mp4", 443, PUBLIC, "2606:4700::1111");
    }

    private void connects(String url, int port, String... addresses) throws Exception {
        connections.attempts().clear();
        assertThat(refused(url)).as(url).hasMessageStartingWith("The video could not be downloaded: Connect to ");
        InetSocketAddress[] expected = new InetSocketAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            expected[i] = new InetSocketAddress(InetAddress.getByName(addresses[i]), port);
        }
        assertThat(connections.attempts()).as(url).containsExactly(expected);
    }

    @Test
    void aNameThatTurnsInternalAfterTheCheckIsNotConnectedTo() {
        allowLoopback = false;
        names.inTurn("rebinding.example", new String[] { PUBLIC }, new String[] { "127.0.0.1" });
        names.inTurn("half.example", new String[] { PUBLIC }, new String[] { PUBLIC, "169.254.169.254" });

        for (String host : List.of("rebinding.example", "half.example")) {
            assertThat(refused("https://" + host + "/v.mp4", bounds(1000, 3), NO_REFRESH))
                    .hasMessageContaining("The video was not downloaded: the video's host " + host
                                          + " is the internal address");
        }
        assertThat(connections.attempts()).isEmpty();
    }

    @Test
    void loopbackIsLetThroughForDevelopmentAndNothingElse() throws Exception {
        names.put("localhost", "127.0.0.1", "::1");
        names.put("media.example", PUBLIC);
        names.put("mixed.example", "127.0.0.1", PUBLIC);
        names.put("mixed-internal.example", "127.0.0.1", "10.0.0.1");
        try (RawServer server = new RawServer((request, out) -> RawServer.reply(out, 200, Mp4.bytes(100)))) {
            for (String url : List.of(server.url("/v.mp4"), server.url("/v.mp4").replace("127.0.0.1", "localhost"))) {
                assertThat(fetch(url).length()).isEqualTo(100);
                Files.delete(file());
            }
        }
        connections.attempts().clear();
        List<String> urls = new ArrayList<>(
                List.of(
                        "http://media.example/", "http://mixed.example/", "http://mixed-internal.example/",
                        "https://mixed-internal.example/", "http://" + PUBLIC + "/", "ftp://127.0.0.1/", "file:///etc/passwd"));
        INTERNAL.stream().filter(address -> !address.startsWith("127.") && !address.matches("::1|::ffff:(127|7f).*"))
                .forEach(address -> urls.addAll(Arrays.asList(
                        "http://" + literal(address) + "/", "https://" + literal(address) + "/")));
        for (String url : urls) {
            assertThat(refused(url)).as(url).hasMessageStartingWith("The video was not downloaded: ");
        }
        assertThat(connections.attempts()).isEmpty();
    }

    @Test
    void behindAProxyOnlyNamesThatMayBePublicAreLeftToIt() throws Exception {
        names.put("proxy.intranet", "10.0.0.9");
        names.put("db.intranet.example", "10.1.2.3");
        AddressGuard guard = new AddressGuard(names, true, "proxy.intranet");

        assertThat(guard.check("https://cdn.media.example/v.mp4")).isEqualTo(URI.create("https://cdn.media.example/v.mp4"));
        assertThat(guard.resolve("proxy.intranet")).containsExactly(InetAddress.getByName("10.0.0.9"));
        for (String url : List.of(
                "https://proxy.intranet/", "https://PROXY.INTRANET/", "https://db.intranet.example/", "https://10.0.0.1/",
                "https://0x7f000001/", "https://2130706433/", "https://0x7f.0x1/", "https://router/", "https://nas.local/",
                "https://metadata.google.internal/", "https://metadata.google.internal./", "https://app.localhost/",
                "https://1.0.0.10.in-addr.arpa/", "http://cdn.media.example/v.mp4", "https://[fe80::1]/")) {
            assertThatThrownBy(() -> guard.check(url)).as(url).isInstanceOf(UnknownHostException.class);
        }
    }

    @Test
    void theProxyItselfIsReachedWhereverItIs() throws Exception {
        allowLoopback = false;
        names.put("proxy.intranet", "127.0.0.1");
        try (RawServer server = new RawServer((request, out) -> RawServer.reply(out, 502, new byte[0]))) {
            proxy = new TransportSettings.Proxy("http", "proxy.intranet", server.port(), null, null, null);
            refused("https://media.example/v.mp4");
            assertThat(server.requests()).extracting(RawServer.Request::line)
                    .containsExactly("CONNECT media.example:443 HTTP/1.1");
        }
    }

    @Test
    void messagesNameTheReason() throws Exception {
        allowLoopback = false;
        names.put("db.intranet.example", "10.1.2.3");
        assertThat(refused("https://db.intranet.example/secret?token=1"))
                .hasMessage(
                        "The video was not downloaded: the video's host db.intranet.example is the internal address 10.1.2.3"
                            + " [job video_1]");
        assertThat(refused("gopher://x.example/"))
                .hasMessage("The video was not downloaded: the video's address begins with 'gopher:', only https is downloaded"
                            + " [job video_1]");
    }

    @Test
    void hostsAreReadAsBrowsersReadThem() throws Exception {
        allowLoopback = false;
        names.put("xn--b1aedk6a.example", PUBLIC);
        names.put("xn--exmple-cua.example", PUBLIC);
        names.put("a_b.example", PUBLIC);
        names.put("media.example", PUBLIC);
        connects("https://видео.example/v.mp4", 443, PUBLIC);
        connects("https://ВИДЕО.example/v.mp4", 443, PUBLIC);
        connects("https://exämple.example/", 443, PUBLIC);
        connects("https://a_b.example/v.mp4", 443, PUBLIC);
        connects("https://A_B.EXAMPLE:8443/v.mp4", 8443, PUBLIC);
        connects("https://media.example:/v.mp4", 443, PUBLIC);
        connects("https://media。example/a b|c[1]", 443, PUBLIC);
        connects("https://[::ffff:93.184.216.34]/", 443, PUBLIC);
    }

    @Test
    void theProxyGetsOnlyWhatHasOneReading() throws Exception {
        AddressGuard guard = new AddressGuard(names, false, "proxy.example");
        assertThat(guard.check("HTTPS://CDN.Media.Example:443/a/../v.mp4#t=1"))
                .isEqualTo(URI.create("https://cdn.media.example/v.mp4"));
        assertThat(guard.check("https://[2606:4700:0000::0:1111]/")).isEqualTo(URI.create("https://[2606:4700::1111]/"));
        assertThat(guard.check("https://[::ffff:8.8.8.8]/")).isEqualTo(URI.create("https://8.8.8.8/"));
        assertThat(guard.check("https://９３.184.216.34/")).isEqualTo(URI.create("https://93.184.216.34/"));
        for (String url : List.of(
                "https://012.0.0.1/", "https://0xC.0.0.1/", "https://12.1/", "https://201326593/", "https://12.0.0.1./",
                "https://minio.storage.svc/", "https://git.corp/", "https://printer.lan/", "https://vault.internal/",
                "https://[fe80::1%25eth0]/")) {
            assertThatThrownBy(() -> guard.check(url)).as(url).isInstanceOf(AddressGuard.ForbiddenAddressException.class);
        }
    }

    @Test
    void theOptionListsTheHosts() throws Exception {
        for (String proxyHost : Arrays.asList(null, "proxy.example")) {
            names.put("cdn.example.com", PUBLIC);
            names.put("example.com", PUBLIC);
            names.put("evil.example", PUBLIC);
            names.put("inside.example.com", "10.0.0.7");
            names.put("files.example.org", "10.0.0.8");
            names.put("minio", "172.18.0.3");
            names.put("git.corp", "10.0.0.9");
            names.put("a.svc.cluster.local", "10.96.0.1");
            names.put("metadata.corp", "169.254.169.254");
            AddressGuard guard = new AddressGuard(
                    names, false, proxyHost,
                    MediaHosts.of(" *.example.com , files.example.org,http://minio:9000,*.corp,*.svc.cluster.local,10.1.2.3,"));
            for (String url : List.of(
                    "https://cdn.example.com/", "https://CDN.Example.Com./", "https://files.example.org/",
                    "https://minio:9000/",
                    "http://minio:9000/", "https://git.corp/", "https://a.svc.cluster.local:8443/", "https://10.1.2.3/")) {
                if (url.contains("Com./")) {
                    names.put("cdn.example.com.", PUBLIC);
                }
                assertThat(guard.check(url)).as(url).isNotNull();
            }
            for (String url : List.of(
                    "https://example.com/", "https://evil.example/", "https://example.com.evil.example/",
                    "https://xexample.com/", "https://inside.example.com/", "http://cdn.example.com/", "https://minio/",
                    "https://minio:9001/", "https://metadata.corp/", "https://10.1.2.4/", "https://" + PUBLIC + "/",
                    "http://git.corp/")) {
                assertThatThrownBy(() -> guard.check(url)).as(url).isInstanceOf(AddressGuard.ForbiddenAddressException.class);
            }
        }
    }

    @Test
    void aListThatIsNoListOfHostsIsRefused() {
        for (String option : List.of(
                ",", "https://", "ftp://a.example", "a b", "*", "a.*.example", "*.10.0.0.1", "a.example/path", "u@a.example",
                "a.example:99999", "127.1", "*.*.example")) {
            assertThatThrownBy(() -> MediaHosts.of(option)).as(option).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("Invalid value '")
                    .hasMessageContaining("' for option mediaHosts: expected host names");
        }
    }
}
