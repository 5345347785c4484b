package io.github.grokvideo.internal.camel.message;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoOutput;
import io.github.grokvideo.internal.media.VideoFile;
import io.github.grokvideo.internal.media.VideoFiles;
import io.github.grokvideo.internal.media.VideoStream;
import io.github.grokvideo.internal.media.download.Download;
import org.apache.camel.Exchange;

/** How a form of output keeps the videos that are downloaded; one class for each form. */
sealed interface VideoStorage {

    /** The default of the maximum size of a file, in bytes. */
    long MAX_FILE_SIZE = 1L << 31;

    /** A video in its final form. */
    record Stored(Object body, String fileName) {
    }

    /** The storage of an output form; {@code null} for a form without videos. */
    static VideoStorage of(GrokVideoOutput output, GrokVideoConfiguration configuration) {
        return switch (output) {
            case url, job -> null;
            case file -> new InFile(configuration);
            case bytes -> new InMemory(configuration);
            case stream -> new InTemporaryFile(configuration);
        };
    }

    /** Where videos are downloaded to. */
    VideoFiles files();

    /** The maximum size of a video, in bytes. */
    long maxSize();

    /**
     * Turns a complete download into the body.
     *
     * @param part where it was downloaded to; must not remain there
     * @param name a file name with extension
     */
    Stored store(Path part, Download download, String name, Exchange exchange) throws IOException;

    /** The file that a video was stored in under that name, or {@code null} if there is none. */
    default Path kept(String name) {
        return null;
    }

    /** Says that the directory cannot be written to, why, and what to do. */
    String notWritable(String reason);

    private static String temporaryNotWritable(GrokVideoOutput output, VideoFiles files, String reason) {
        return "output=" + output + " stores videos in the directory for temporary files, " + files.directory()
               + ", which cannot be written to: " + reason + ". The system property java.io.tmpdir names another";
    }

    /** {@code output=file}: under its name in a directory. */
    final class InFile implements VideoStorage {

        private final GrokVideoConfiguration configuration;

        private InFile(GrokVideoConfiguration configuration) {
            this.configuration = configuration;
        }

        private boolean isDirectorySet() {
            return configuration.getDirectory() != null && !configuration.getDirectory().isBlank();
        }

        @Override
        public VideoFiles files() {
            return isDirectorySet() ? new VideoFiles(new File(configuration.getDirectory()).toPath()) : VideoFiles.ofUser();
        }

        @Override
        public long maxSize() {
            return configuration.getMaxDownloadSize() == null ? MAX_FILE_SIZE : configuration.getMaxDownloadSize();
        }

        @Override
        public Stored store(Path part, Download download, String name, Exchange exchange) throws IOException {
            String extension = download.format().extension();
            Path file = configuration.isOverwrite()
                    ? files().moveOver(part, name, extension) : files().moveToNew(part, name, extension);
            return new Stored(new VideoFile(file), file.getFileName().toString());
        }

        @Override
        public Path kept(String name) {
            return files().existing(name);
        }

        @Override
        public String notWritable(String reason) {
            return isDirectorySet()
                    ? "Option directory: invalid value '" + configuration.getDirectory() + "', which cannot be written to: "
                      + reason + ". Expected a directory that exists or can be created, and in which files can be created"
                    : "Option directory: not set, and the default " + files().directory() + " cannot be written to: " + reason
                      + ". Set the option, or remove that directory";
        }
    }

    /** {@code output=bytes}: in an array on the heap. */
    final class InMemory implements VideoStorage {

        private static final long DEFAULT_MAX_SIZE = 256L << 20;
        private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

        private final Long maxDownloadSize;

        private InMemory(GrokVideoConfiguration configuration) {
            this.maxDownloadSize = configuration.getMaxDownloadSize();
        }

        @Override
        public VideoFiles files() {
            return VideoFiles.temporary();
        }

        @Override
        public long maxSize() {
            return maxDownloadSize == null ? DEFAULT_MAX_SIZE : Math.min(maxDownloadSize, MAX_ARRAY);
        }

        @Override
        public Stored store(Path part, Download download, String name, Exchange exchange) throws IOException {
            byte[] bytes = Files.readAllBytes(part);
            Files.delete(part);
            return new Stored(bytes, name);
        }

        @Override
        public String notWritable(String reason) {
            return temporaryNotWritable(GrokVideoOutput.bytes, files(), reason);
        }
    }

    /** {@code output=stream}: in a temporary file, which is deleted when the exchange is done. */
    final class InTemporaryFile implements VideoStorage {

        private final Long maxDownloadSize;

        private InTemporaryFile(GrokVideoConfiguration configuration) {
            this.maxDownloadSize = configuration.getMaxDownloadSize();
        }

        @Override
        public VideoFiles files() {
            return VideoFiles.temporary();
        }

        @Override
        public long maxSize() {
            return maxDownloadSize == null ? MAX_FILE_SIZE : maxDownloadSize;
        }

        @Override
        public Stored store(Path part, Download download, String name, Exchange exchange) {
            return new Stored(VideoStream.of(part, download.length(), exchange), name);
        }

        @Override
        public String notWritable(String reason) {
            return temporaryNotWritable(GrokVideoOutput.stream, files(), reason);
        }
    }
}
