package io.github.grokvideo.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names and places for video files inside one directory. A name that comes from a message or a gateway never leads
 * elsewhere, and a file appears under its name only when it is whole.
 *
 * @param directory where the files lie
 */
public record VideoFiles(Path directory) {

    // in bytes as file systems count; they take 255, and a number may be added
    private static final int LONGEST_NAME = 200;
    private static final int MOST_NUMBERS = 10_000;
    private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._ -]");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7E]");
    private static final Pattern RESERVED
            = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9\\u00b9\\u00b2\\u00b3]|lpt[0-9\\u00b9\\u00b2\\u00b3])( *\\..*)?");

    /** A new name for a file that is still being written; hidden, and ignored by file consumers. */
    public Path unfinished() throws IOException {
        // older JDKs refuse to "create" a link to a directory
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        return directory.resolve(".grokvideo-" + UUID.randomUUID() + ".part");
    }

    /**
     * Moves a finished file to its name.
     *
     * @param  file      lies in the same directory
     * @param  name      the wish; made safe
     * @param  extension appended unless the name has it
     * @param  replace   whether a file of that name is replaced; otherwise a number is added to the name
     * @return           where it lies now
     */
    public Path finish(Path file, String name, String extension, boolean replace) throws IOException {
        String safe = safe(name);
        String suffix = "." + extension;
        String stem
                = safe.toLowerCase(Locale.ROOT).endsWith(suffix) ? safe.substring(0, safe.length() - suffix.length()) : safe;
        stem = storable(stem.isEmpty() ? "video" : stem);
        for (int number = 0; number < MOST_NUMBERS; number++) {
            Path target = directory.resolve(stem + (number == 0 ? "" : "-" + number) + suffix);
            if (replace) {
                moveOver(file, target);
                return target;
            }
            if (moveNew(file, target)) {
                return target;
            }
        }
        throw new FileAlreadyExistsException(directory.resolve(stem + suffix).toString());
    }

    /** A file name without path, control characters, device names or leading dots; never empty. */
    static String safe(String name) {
        String last = Normalizer.normalize(name, Normalizer.Form.NFC).replace('\\', '/');
        last = last.substring(last.lastIndexOf('/') + 1);
        last = UNSAFE.matcher(last).replaceAll("_");
        last = last.replaceAll("^[. ]+", "").replaceAll("[. ]+$", "");
        if (bytes(last) > LONGEST_NAME) {
            int dot = last.lastIndexOf('.');
            String end = dot > 0 && last.length() - dot <= 6 ? last.substring(dot) : "";
            last = begin(last, LONGEST_NAME - bytes(end)) + end;
        }
        if (RESERVED.matcher(last).matches()) {
            last = "_" + last;
        }
        return last.isEmpty() ? "video" : last;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String begin(String text, int bytes) {
        int end = 0;
        for (int left = bytes; end < text.length();) {
            int next = text.offsetByCodePoints(end, 1);
            left -= bytes(text.substring(end, next));
            if (left < 0) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    // without a locale, as in many containers, the JVM refuses file names beyond ASCII
    private String storable(String stem) {
        try {
            directory.resolve(stem);
            return stem;
        } catch (InvalidPathException e) {
            return NOT_ASCII.matcher(stem).replaceAll("_");
        }
    }

    private static void moveOver(Path file, Path target) throws IOException {
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    // An atomic move replaces what is there; a link does not, and appears just as whole.
    private static boolean moveNew(Path file, Path target) throws IOException {
        try {
            Files.createLink(target, file);
            Files.delete(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | IOException e) {
            return moveWithoutLink(file, target);
        }
    }

    // some file systems know no links; there at least no other thread is to come between
    private static boolean moveWithoutLink(Path file, Path target) throws IOException {
        synchronized (VideoFiles.class) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.move(file, target);
            return true;
        }
    }
}
