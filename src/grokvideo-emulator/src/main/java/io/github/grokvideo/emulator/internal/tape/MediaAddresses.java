package io.github.grokvideo.emulator.internal.tape;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The addresses of media at the emulator's media host, which cannot be guessed. Thread-safe.
 *
 * @param <M> what the addresses stand for; compared by identity
 */
final class MediaAddresses<M> {

    private static final String PATH = "/tape/";
    private static final int TOKEN_BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, M> media = new HashMap<>();
    private final Map<M, String> paths = new IdentityHashMap<>();
    private String origin;

    synchronized void origin(String url) {
        this.origin = url;
    }

    /** Returns the URL of a medium, always the same. */
    synchronized String url(M medium, String extension) {
        return origin + paths.computeIfAbsent(medium, unknown -> {
            byte[] token = new byte[TOKEN_BYTES];
            random.nextBytes(token);
            String path = PATH + Base64.getUrlEncoder().withoutPadding().encodeToString(token) + "." + extension;
            media.put(path, unknown);
            return path;
        });
    }

    /** Returns what a path stands for, {@code null} if nothing. */
    synchronized M atPath(String path) {
        return media.get(path);
    }

    /** Returns what a URL stands for, {@code null} if nothing. */
    synchronized M atUrl(String url) {
        return origin != null && url.startsWith(origin) ? media.get(url.substring(origin.length())) : null;
    }

    /** Returns the URLs so far. */
    synchronized Map<String, M> urls() {
        Map<String, M> urls = new HashMap<>();
        media.forEach((path, medium) -> urls.put(origin + path, medium));
        return urls;
    }

    synchronized void clear() {
        media.clear();
        paths.clear();
    }
}
