package io.github.grokvideo.internal.media;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Creates files and folders that only their owner can read, where the file system supports it. */
public final class OwnerOnly {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private OwnerOnly() {
    }

    /** The attributes of a new file. */
    public static FileAttribute<?>[] file(Path path) {
        return isPosix(path)
                ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(FILE) } : new FileAttribute<?>[0];
    }

    /**
     * Creates a folder, or checks that an existing one is closed to others and no link.
     *
     * @throws FileSystemException if it is not, with the reason
     */
    static void folder(Path path) throws IOException {
        try {
            Files.createDirectory(
                    path, isPosix(path)
                            ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(FOLDER) }
                            : new FileAttribute<?>[0]);
            return;
        } catch (FileAlreadyExistsException e) {
            // checked below
        }
        Class<? extends BasicFileAttributes> known = isPosix(path) ? PosixFileAttributes.class : BasicFileAttributes.class;
        BasicFileAttributes found = Files.readAttributes(path, known, LinkOption.NOFOLLOW_LINKS);
        if (found.isSymbolicLink()) {
            throw refused(path, "it is a link, which another user may have created");
        }
        if (!found.isDirectory()) {
            throw refused(path, "it is not a folder");
        }
        if (found instanceof PosixFileAttributes posix) {
            Set<PosixFilePermission> ofOthers = EnumSet.noneOf(PosixFilePermission.class);
            ofOthers.addAll(posix.permissions());
            ofOthers.removeAll(FOLDER);
            if (!ofOthers.isEmpty()) {
                throw refused(path, "it is open to other users (" + PosixFilePermissions.toString(posix.permissions()) + ")");
            }
        }
    }

    /**
     * Checks that a folder belongs to the user of this process.
     *
     * @param file a file in the folder that this process has created
     */
    static void sameOwner(Path file) throws IOException {
        Path folder = file.getParent();
        if (isPosix(folder)) {
            String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
            if (!owner.equals(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName())) {
                throw refused(folder, "it belongs to another user, " + owner);
            }
        }
    }

    private static FileSystemException refused(Path path, String why) {
        return new FileSystemException(path.toString(), null, why);
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
