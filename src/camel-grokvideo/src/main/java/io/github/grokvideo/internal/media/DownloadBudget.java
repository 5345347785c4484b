package io.github.grokvideo.internal.media;

/** How many bytes the videos of one job may take together. Safe for use by several downloads at a time. */
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

    /** Whether there was room for so many bytes, which now are taken. */
    synchronized boolean take(long bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** A download was given up. */
    synchronized void giveBack(long bytes) {
        left += bytes;
    }
}
