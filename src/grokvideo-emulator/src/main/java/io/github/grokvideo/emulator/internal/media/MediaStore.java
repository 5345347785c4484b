package io.github.grokvideo.emulator.internal.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The rendered files, in a temporary directory, with their addresses at the media host. Thread-safe. */
public final class MediaStore {

    private static final String PATH = "/videos/";
    private static final String SUFFIX = ".mp4";
    private static final int MAX_ADDRESSES = 200_000;

    private final SecureRandom random = new SecureRandom();
    private final Path directory;
    private final long maxBytes;
    private final Map<String, MediaAddress> addresses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MediaAddress> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };
    private final Map<Path, Long> files = new LinkedHashMap<>();
    private final Map<String, Path> stored = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Path> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };
    private long bytes;
    private volatile String origin;

    public MediaStore(long maxBytes) throws IOException {
        this.directory = Files.createTempDirectory("grokvideo-emulator-");
        this.maxBytes = maxBytes;
    }

    /** Sets the origin of the media host, which is known once it listens. */
    public void origin(String url) {
        this.origin = url;
    }

    public Path directory() {
        return directory;
    }

    /** Adds a rendered file, and deletes the oldest if there are too many bytes. */
    public synchronized long add(Path file) throws IOException {
        long size = Files.size(file);
        files.put(file, size);
        bytes += size;
        var oldest = files.entrySet().iterator();
        while (bytes > maxBytes && files.size() > 1) {
            Map.Entry<Path, Long> entry = oldest.next();
            oldest.remove();
            bytes -= entry.getValue();
            Files.deleteIfExists(entry.getKey());
            addresses.values().removeIf(address -> address.file().equals(entry.getKey()));
        }
        return size;
    }

    /** Deletes a file whose job was dropped. */
    public synchronized void remove(Path file) {
        Long size = files.remove(file);
        if (size != null) {
            bytes -= size;
            addresses.values().removeIf(address -> address.file().equals(file));
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public synchronized MediaAddress publish(Path file, Instant expiresAt) {
        byte[] token = new byte[24];
        random.nextBytes(token);
        MediaAddress address
                = new MediaAddress(Base64.getUrlEncoder().withoutPadding().encodeToString(token), file, expiresAt);
        addresses.put(address.token(), address);
        return address;
    }

    /** Expires an address. */
    public synchronized MediaAddress expire(MediaAddress address) {
        MediaAddress expired = new MediaAddress(address.token(), address.file(), Instant.EPOCH);
        addresses.put(address.token(), expired);
        return expired;
    }

    public String url(MediaAddress address) {
        return origin + PATH + address.token() + SUFFIX;
    }

    public synchronized Optional<MediaAddress> findByPath(String path) {
        if (!path.startsWith(PATH) || !path.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        String token = path.substring(PATH.length(), path.length() - SUFFIX.length());
        return Optional.ofNullable(addresses.get(token));
    }

    /** Finds an address of this emulator by its URL. */
    Optional<MediaAddress> findByUrl(String url) {
        return origin != null && url.startsWith(origin + "/") ? findByPath(url.substring(origin.length())) : Optional.empty();
    }

    /** Stores a file under an id, so that it can be an input. */
    public synchronized void store(String id, Path file) {
        stored.put(id, file);
    }

    public synchronized Optional<Path> findStored(String id) {
        return Optional.ofNullable(stored.get(id)).filter(Files::exists);
    }

    public synchronized void clear() {
        stored.clear();
        for (Path file : files.keySet().toArray(Path[]::new)) {
            remove(file);
        }
        addresses.clear();
    }

    /** Deletes the directory. */
    public void delete() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
