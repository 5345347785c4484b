package io.github.grokvideo.internal.media.download;

/** The bytes that all videos of one job may have together. Thread-safe. */
public final class DownloadBudget {

    private final long total;
    private long left;

    /** @param total in bytes */
    public DownloadBudget(long total) {
        this.total = total;
        this.left = total;
    }

    long total() {
        return total;
    }

    /** Reserves bytes, if there are so many left. */
    synchronized boolean reserve(long bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** Returns the bytes of an abandoned download. */
    synchronized void release(long bytes) {
        left += bytes;
    }
}
