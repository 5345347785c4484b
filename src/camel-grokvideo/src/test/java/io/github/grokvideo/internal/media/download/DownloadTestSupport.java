package io.github.grokvideo.internal.media.download;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.grokvideo.LoopbackOnly;
import io.github.grokvideo.internal.gateway.http.TransportSettings;
import io.github.grokvideo.internal.media.address.AddressGuard;
import io.github.grokvideo.internal.media.address.MediaHosts;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.Video;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Downloads with names that only this test knows, and a connector that lets nothing leave this machine. */
abstract class DownloadTestSupport {

    /** What a job says whose URL cannot be refreshed. */
    static final Supplier<CompletableFuture<Video>> NO_REFRESH
            = () -> CompletableFuture.failedFuture(new IllegalStateException("not to be asked"));

    @TempDir
    Path directory;

    final LoopbackOnly connections = new LoopbackOnly();
    final Names names = new Names();
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final ExecutorService worker = Executors.newFixedThreadPool(2);
    boolean allowLoopback = true;
    String mediaHosts;
    TransportSettings.Proxy proxy;
    private VideoDownloader downloader;

    @AfterEach
    void stop() {
        if (downloader != null) {
            downloader.close();
        }
        timer.shutdownNow();
        worker.shutdownNow();
    }

    VideoDownloader downloader() {
        if (downloader == null) {
            TransportSettings settings = new TransportSettings(
                    false, 20, 20, Duration.ofSeconds(5), Duration.ofSeconds(5), null, null, new DefaultHostnameVerifier(),
                    proxy, "test");
            AddressGuard guard = new AddressGuard(
                    names, allowLoopback, proxy == null ? null : proxy.host(), MediaHosts.of(mediaHosts));
            downloader = new VideoDownloader(settings, guard, connections, timer, worker);
        }
        return downloader;
    }

    Path file() {
        return directory.resolve("video.part");
    }

    static DownloadSettings bounds(long maxSize, int retries) {
        return new DownloadSettings(maxSize, Duration.ofSeconds(20), retries);
    }

    Download fetch(String url) throws Exception {
        return fetch(url, bounds(1 << 20, 0), NO_REFRESH);
    }

    Download fetch(String url, DownloadSettings bounds, Supplier<CompletableFuture<Video>> refresh) throws Exception {
        return downloader().fetch(new Video(url, null, null), file(), "video_1", bounds, refresh, JobOrigin.UNKNOWN).get(30,
                TimeUnit.SECONDS);
    }

    DownloadException refused(String url) {
        return refused(url, bounds(1 << 20, 0), NO_REFRESH);
    }

    /** Fetches what cannot be fetched; no file is to be left. */
    DownloadException refused(String url, DownloadSettings bounds, Supplier<CompletableFuture<Video>> refresh) {
        try {
            Download download = fetch(url, bounds, refresh);
            throw new AssertionError(url + " was fetched: " + download);
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(DownloadException.class);
            assertThat(file()).doesNotExist();
            return (DownloadException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A name service of its own; what it does not know is unknown, and nobody is asked. */
    static final class Names implements DnsResolver {

        private final Map<String, InetAddress[][]> answers = new ConcurrentHashMap<>();
        private final Map<String, Integer> asked = new ConcurrentHashMap<>();

        void put(String name, String... addresses) {
            inTurn(name, addresses);
        }

        /** Answers differently each time it is asked, the last for ever. */
        void inTurn(String name, String[]... turns) {
            InetAddress[][] all = new InetAddress[turns.length][];
            for (int i = 0; i < turns.length; i++) {
                all[i] = literals(turns[i]);
            }
            answers.put(name, all);
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            String name = host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
            if (name.contains("%")) {
                throw new IllegalArgumentException("no such interface");
            }
            InetAddress[][] known = answers.get(name);
            if (known != null) {
                return known[Math.min(asked.merge(name, 1, Integer::sum), known.length) - 1];
            }
            if (name.contains(":") || name.matches("[0-9]+(\\.[0-9]+){3}")) {
                return literals(name);
            }
            throw new UnknownHostException(name);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }

        private static InetAddress[] literals(String... addresses) {
            InetAddress[] found = new InetAddress[addresses.length];
            try {
                for (int i = 0; i < addresses.length; i++) {
                    found[i] = InetAddress.getByName(addresses[i]);
                }
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
            return found;
        }
    }
}
