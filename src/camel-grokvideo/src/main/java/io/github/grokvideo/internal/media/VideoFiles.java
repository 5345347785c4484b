package io.github.grokvideo.internal.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

import io.github.grokvideo.internal.media.format.MediaFormat;

/**
 * The video files in a directory: unfinished ones under temporary names, finished ones under safe names. A name from a
 * message or a gateway never leads out of the directory, and a file appears under its name only when it is complete.
 *
 * @param directory the directory
 * @param access    who else may read the files
 */
public record VideoFiles(Path directory, Access access) {

    /** Who else may read files, as far as the file system supports it. */
    public enum Access {

        /** As the umask says: a folder that the user has chosen. */
        BY_UMASK,
        /** The files are closed, their names are visible. */
        FILES_CLOSED,
        /** The folder is closed. */
        FOLDER_CLOSED
    }

    // in bytes; file systems allow 255, and a number may be added
    private static final int MAX_NAME = 200;
    // longer names are cut before they are normalized, which takes quadratic time
    private static final int MAX_REQUESTED_NAME = 1000;
    private static final int MAX_EXTENSION = 6;
    private static final int MAX_NUMBERS = 10_000;
    private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._ -]");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7E]");
    private static final Pattern RESERVED
            = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9\\u00b9\\u00b2\\u00b3]|lpt[0-9\\u00b9\\u00b2\\u00b3])( *\\..*)?");

    /** Files in a folder that the user has chosen. */
    public VideoFiles(Path directory) {
        this(directory, Access.BY_UMASK);
    }

    /** Files that only this process needs, in the directory for temporary files. */
    public static VideoFiles temporary() {
        return new VideoFiles(temporaryDirectory(), Access.FILES_CLOSED);
    }

    /** The default folder for files to keep: one per user in the directory for temporary files. */
    public static VideoFiles ofUser() {
        String user = safe(System.getProperty("user.name", "user"));
        return new VideoFiles(temporaryDirectory().resolve("grokvideo-" + user), Access.FOLDER_CLOSED);
    }

    private static Path temporaryDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Whether files are to be closed to others from the first byte on. */
    public boolean isOwnerOnly() {
        return access != Access.BY_UMASK;
    }

    /**
     * Writes and deletes an empty file. Whether there is enough space for a video remains unknown.
     *
     * @throws IOException if files cannot be written here
     */
    public void check() throws IOException {
        Path file = unfinished();
        Files.createFile(file, isOwnerOnly() ? OwnerOnly.file(file) : new FileAttribute<?>[0]);
        try {
            if (access == Access.FOLDER_CLOSED) {
                OwnerOnly.sameOwner(file);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** A new name for a file that is still being written; hidden, and ignored by file consumers. */
    public Path unfinished() throws IOException {
        if (access == Access.FOLDER_CLOSED) {
            OwnerOnly.folder(directory);
        } else if (!Files.isDirectory(directory)) {
            // older JDKs cannot "create" a directory that is a link to one
            Files.createDirectories(directory);
        }
        return directory.resolve(".grokvideo-" + UUID.randomUUID() + ".part");
    }

    /**
     * Moves a finished file to its name; if there is such a file, a number is added to the name.
     *
     * @param  file      a file in the same directory
     * @param  name      the requested name, which is made safe
     * @param  extension appended unless the name has it
     * @return           its new path
     */
    public Path moveToNew(Path file, String name, String extension) throws IOException {
        String stem = stem(name, extension);
        for (int number = 0; number < MAX_NUMBERS; number++) {
            Path target = directory.resolve(stem + (number == 0 ? "" : "-" + number) + "." + extension);
            if (moveNew(file, target)) {
                return target;
            }
        }
        throw new FileAlreadyExistsException(directory.resolve(stem + "." + extension).toString());
    }

    /** The same, but replaces a file of that name. */
    public Path moveOver(Path file, String name, String extension) throws IOException {
        Path target = directory.resolve(stem(name, extension) + "." + extension);
        moveOver(file, target);
        return target;
    }

    /** The finished video of that name, whatever its extension; {@code null} if there is none. */
    public Path existing(String name) {
        for (MediaFormat format : MediaFormat.values()) {
            Path file = directory.resolve(stem(name, format.extension()) + "." + format.extension());
            if (format.isVideo() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return file;
            }
        }
        return null;
    }

    private String stem(String name, String extension) {
        String safe = safe(name);
        String suffix = "." + extension;
        String stem
                = safe.toLowerCase(Locale.ROOT).endsWith(suffix) ? safe.substring(0, safe.length() - suffix.length()) : safe;
        return storable(stem.isEmpty() ? "video" : stem);
    }

    /** A file name without path, control characters, device names or leading dots; never empty. */
    static String safe(String name) {
        String last = stripped(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1));
        last = Normalizer.normalize(shortened(last), Normalizer.Form.NFC);
        last = stripped(UNSAFE.matcher(last).replaceAll("_"));
        if (bytes(last) > MAX_NAME) {
            int dot = last.lastIndexOf('.');
            String end = dot > 0 && last.length() - dot <= MAX_EXTENSION ? last.substring(dot) : "";
            last = begin(last, MAX_NAME - bytes(end)) + end;
        }
        if (RESERVED.matcher(last).matches()) {
            last = "_" + last;
        }
        return last.isEmpty() ? "video" : last;
    }

    private static String stripped(String text) {
        int begin = 0;
        int end = text.length();
        while (begin < end && ". ".indexOf(text.charAt(begin)) >= 0) {
            begin++;
        }
        while (begin < end && ". ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static String shortened(String name) {
        if (name.length() <= MAX_REQUESTED_NAME) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String end = dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
        int cut = Character.isHighSurrogate(name.charAt(MAX_REQUESTED_NAME - 1)) ? MAX_REQUESTED_NAME - 1 : MAX_REQUESTED_NAME;
        return name.substring(0, cut) + end;
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

    // without a locale, as in many containers, the JVM rejects file names beyond ASCII
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

    // an atomic move replaces an existing file; a link does not, and is just as atomic
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

    // some file systems have no links; there, at least threads of this process exclude each other
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
