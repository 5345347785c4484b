package io.github.grokvideo.emulator.internal.tape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.emulator.internal.Json;

/**
 * A tape on disk: {@code tape.json} with the version of the format, a file for each request in {@code requests}, and
 * the media in {@code media}. Files are replaced as a whole, so that a crash loses nothing that was recorded.
 */
final class TapeFolder {

    static final int VERSION = 1;

    private static final String HEAD = "tape.json";
    private static final String REQUESTS = "requests";
    private static final String MEDIA = "media";
    private static final String PART = ".part";
    private static final String FORMAT = "grokvideo-tape";
    private static final int BUFFER = 64 * 1024;

    private final Path directory;
    private final Map<String, Path> files = new HashMap<>();

    TapeFolder(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /**
     * Reads the whole tape and checks its media.
     *
     * @return                       the entries by the fingerprint of their request
     * @throws IllegalStateException if there is no tape, it is damaged, or of another version
     */
    Map<String, TapeEntry> load() {
        if (!Files.exists(directory.resolve(HEAD))) {
            throw new IllegalStateException(
                    "there is no tape in " + directory + ": it has no file " + HEAD + "; record one first");
        }
        return readAll();
    }

    /**
     * Reads the tape if there is one, otherwise creates an empty one.
     *
     * @throws IllegalStateException if it is damaged or of another version, or the folder contains something else
     */
    Map<String, TapeEntry> loadOrCreate() {
        try {
            if (!Files.exists(directory.resolve(HEAD))) {
                Files.createDirectories(directory);
                if (list(directory).stream().anyMatch(file -> !file.getFileName().toString().startsWith("."))) {
                    throw new IllegalStateException(
                            "cannot record into " + directory + ": it contains files, but no tape (no " + HEAD + ")");
                }
                replace(directory.resolve(HEAD),
                        Json.writePretty(Json.object().put("format", FORMAT).put("version", VERSION)));
            }
            Map<String, TapeEntry> entries = readAll();
            Files.createDirectories(directory.resolve(REQUESTS));
            Files.createDirectories(directory.resolve(MEDIA));
            return entries;
        } catch (IOException e) {
            throw new IllegalStateException("cannot record into " + directory + ": " + e, e);
        }
    }

    private Map<String, TapeEntry> readAll() {
        try {
            checkVersion();
            Map<String, TapeEntry> entries = new LinkedHashMap<>();
            Map<String, Path> jobs = new LinkedHashMap<>();
            Set<String> checked = new HashSet<>();
            for (Path file : list(directory.resolve(REQUESTS))) {
                if (!file.toString().endsWith(".json")) {
                    continue;
                }
                TapeEntry entry = readEntry(file);
                String fingerprint = entry.content().fingerprint();
                Path same = files.put(fingerprint, file);
                if (same != null) {
                    throw damaged(file, "records the same request as " + same.getFileName(), null);
                }
                for (Submission submission : entry.submissions()) {
                    if (submission.job() != null) {
                        Path other = jobs.put(entry.content().api() + " " + submission.job().id(), file);
                        if (other != null) {
                            throw damaged(file, "records the job " + submission.job().id() + ", which is also in "
                                                + other.getFileName(),
                                    null);
                        }
                        checkMedia(file, submission.job(), checked);
                    }
                }
                entries.put(fingerprint, entry);
            }
            return entries;
        } catch (IOException e) {
            throw new IllegalStateException("the tape in " + directory + " cannot be read: " + e, e);
        }
    }

    private void checkVersion() throws IOException {
        Path file = directory.resolve(HEAD);
        JsonNode head = readJson(file);
        if (!head.path("format").asText().equals(FORMAT) || !head.path("version").isInt()) {
            throw damaged(file, "is not the head of a tape, like {\"format\":\"" + FORMAT + "\",\"version\":" + VERSION + "}",
                    null);
        }
        int version = head.get("version").intValue();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "the tape in " + directory + " has version " + version + " of the format, but this emulator reads version "
                                            + VERSION + ": record it again, or use the emulator that recorded it");
        }
    }

    private TapeEntry readEntry(Path file) throws IOException {
        try {
            return TapeJson.readEntry(readJson(file));
        } catch (TapeJson.DamagedException e) {
            throw damaged(file, e.getMessage(), e);
        }
    }

    private JsonNode readJson(Path file) throws IOException {
        try {
            return Json.read(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            String line = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw damaged(file, "is not JSON" + line, e);
        }
    }

    private void checkMedia(Path file, TapeJob job, Set<String> checked) throws IOException {
        for (TapeMedium medium : job.media()) {
            TapeMedium.Content content = medium.content();
            if (content == null || !checked.add(content.file())) {
                continue;
            }
            Path path = media(content);
            if (!Files.isRegularFile(path)) {
                throw damaged(file, "refers to " + MEDIA + "/" + content.file() + ", which is missing", null);
            }
            if (!hash(path).equals(content.sha256())) {
                throw damaged(path, "was changed: its SHA-256 is not the one in its name", null);
            }
        }
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private IllegalStateException damaged(Path file, String problem, Exception cause) {
        return new IllegalStateException(
                "the tape in " + directory + " is damaged: " + directory.relativize(file).toString().replace('\\', '/') + " "
                                         + problem,
                cause);
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Returns the file of a medium. */
    Path media(TapeMedium.Content content) {
        return directory.resolve(MEDIA).resolve(content.file());
    }

    /** Returns a new file for a download that is not complete. */
    Path newDownload() {
        return directory.resolve(MEDIA).resolve(UUID.randomUUID() + PART);
    }

    /** Moves a complete download to its place. */
    void keep(Path download, TapeMedium.Content content) throws IOException {
        move(download, media(content));
    }

    /** Writes an entry into the file of its request. */
    void save(TapeEntry entry) {
        try {
            replace(file(entry.content()), Json.writePretty(TapeJson.write(entry)));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot record into " + directory, e);
        }
    }

    private Path file(RequestContent content) {
        return files.computeIfAbsent(content.fingerprint(), fingerprint -> {
            Path usual = directory.resolve(REQUESTS).resolve(content.fileName());
            // changed by hand, it may be another request's
            return files.containsValue(usual) ? directory.resolve(REQUESTS).resolve(fingerprint + ".json") : usual;
        });
    }

    /** Deletes the media that no entry refers to. */
    void deleteUnused(Iterable<TapeEntry> entries) throws IOException {
        Set<String> used = new HashSet<>();
        for (TapeEntry entry : entries) {
            for (Submission submission : entry.submissions()) {
                if (submission.job() != null) {
                    submission.job().media().stream().filter(medium -> medium.content() != null)
                            .forEach(medium -> used.add(medium.content().file()));
                }
            }
        }
        for (Path file : list(directory.resolve(MEDIA))) {
            String name = file.getFileName().toString();
            if (!used.contains(name) && (TapeJson.isMediaFile(name) || name.endsWith(PART))) {
                Files.delete(file);
            }
        }
    }

    private void replace(Path file, byte[] content) throws IOException {
        Path part = directory.resolve("." + UUID.randomUUID() + PART);
        Files.write(part, content);
        move(part, file);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
