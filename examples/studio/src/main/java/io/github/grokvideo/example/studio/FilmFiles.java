package io.github.grokvideo.example.studio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the list of films beside their videos, each in a hidden file, so that it survives a restart. */
final class FilmFiles {

    private static final Logger LOG = LoggerFactory.getLogger(FilmFiles.class);
    private static final ObjectMapper JSON
            = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    private static final String PREFIX = ".film-";
    private static final String SUFFIX = ".json";

    private final Path folder;

    /**
     * A film as it is kept.
     *
     * @param request what is to be generated; {@code null} once the film is over
     * @param since   when it was requested, in milliseconds since the epoch
     */
    record Saved(Film film, FilmRequest request, long since) {
    }

    /** @param folder that of the videos */
    FilmFiles(Path folder) {
        this.folder = folder;
    }

    /** Writes a film in place of what was known of it. */
    void save(Saved saved) {
        Path file = file(saved.film().id());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, JSON.writeValueAsBytes(saved));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The film {} is not in the list after a restart, since {} could not be written: {}", saved.film().id(),
                    file, e.toString());
        }
    }

    /** Forgets a film. */
    void delete(String id) {
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            LOG.warn("The film {} comes back after a restart: {}", id, e.toString());
        }
    }

    /** All films that are kept, the oldest first, without those whose videos are gone. */
    List<Saved> all() {
        List<Saved> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                read(file, all);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.sort(Comparator.comparingLong(Saved::since));
        return all;
    }

    private void read(Path file, List<Saved> all) {
        try {
            Saved saved = JSON.readValue(file.toFile(), Saved.class);
            if (saved.film().videos().stream().allMatch(this::exists)) {
                all.add(saved);
            } else {
                delete(saved.film().id());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} is not read: {}", file, e.toString());
        }
    }

    private boolean exists(String video) {
        return Files.exists(video(video));
    }

    /** The file of a video, by its path on the server. */
    Path video(String path) {
        return folder.resolve(path.substring(Studio.VIDEOS.length()));
    }

    private Path file(String id) {
        return folder.resolve(PREFIX + id + SUFFIX);
    }
}
