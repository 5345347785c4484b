package io.github.grokvideo.emulator.internal.tape;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.grokvideo.emulator.internal.Loopback;

/** The media of the jobs that are being recorded: which URL of the gateway is which. Guarded by its session. */
final class RecordedMedia {

    /** A medium, with the newest of its URLs at the gateway. */
    static final class Item {
        private final TapeJob job;
        private final TapeMedium medium;
        private final int number;
        private String url;
        private CompletableFuture<MediaRecorder.Outcome> download;

        private Item(TapeJob job, TapeMedium medium, int number) {
            this.job = job;
            this.medium = medium;
            this.number = number;
        }

        TapeJob job() {
            return job;
        }

        TapeMedium medium() {
            return medium;
        }

        String url() {
            return url;
        }

        /** Returns the text that stands for its URL on the tape. */
        String reference() {
            return REFERENCE + number;
        }

        /** Returns the running or successful download; {@code null} if there is none. */
        CompletableFuture<MediaRecorder.Outcome> download() {
            boolean failed = download != null && download.isDone()
                    && (download.isCompletedExceptionally() || download.join().failure() != null);
            return failed ? null : download;
        }

        void download(CompletableFuture<MediaRecorder.Outcome> started) {
            this.download = started;
        }
    }

    static final String REFERENCE = "media:";

    private final Map<TapeJob, Map<String, Item>> byUrl = new IdentityHashMap<>();
    private final Map<TapeJob, Set<String>> knownPlaces = new IdentityHashMap<>();

    /** Whether a URL in an answer is downloaded: no gateway elsewhere can make this machine call itself. */
    static boolean isAllowed(String url, boolean localGateway) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() == null || uri.getScheme() == null) {
                return false;
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            boolean local = Loopback.isLoopback(uri.getHost());
            return local ? localGateway && List.of("http", "https").contains(scheme) : scheme.equals("https");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns the medium at a URL, whose query may change from answer to answer; adds it if it is new. */
    Item find(TapeJob job, String url) {
        Item item = byUrl.computeIfAbsent(job, any -> new HashMap<>()).computeIfAbsent(url.replaceFirst("[?#].*", ""),
                unknown -> {
                    URI uri = URI.create(url);
                    TapeMedium medium = new TapeMedium(uri.getScheme() + "://" + uri.getHost());
                    job.media().add(medium);
                    return new Item(job, medium, job.media().size());
                });
        item.url = url;
        return item;
    }

    /** Whether a medium is the first at a place of the answers; later ones are the same file at another address. */
    boolean isFirstAt(String place, Item item) {
        return knownPlaces.computeIfAbsent(item.job(), any -> new HashSet<>()).add(place);
    }

    /** Returns the media that a text mentions by their local URLs. */
    static List<Item> mentioned(String text, Map<String, Item> localUrls) {
        List<Item> found = new ArrayList<>();
        localUrls.forEach((url, item) -> {
            if (text.contains(url)) {
                found.add(item);
            }
        });
        return found;
    }
}
