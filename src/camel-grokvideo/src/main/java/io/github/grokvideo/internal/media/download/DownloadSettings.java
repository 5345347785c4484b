package io.github.grokvideo.internal.media.download;

import java.time.Duration;

/**
 * The limits of a download.
 *
 * @param maxSize   of one video in bytes
 * @param timeout   for one video, with all redirects and retries
 * @param retries   how often a broken download is retried
 * @param budget    for all videos of the job together
 * @param ownerOnly whether the file is closed to other users from the first byte on, where the file system can
 */
public record DownloadSettings(long maxSize, Duration timeout, int retries, DownloadBudget budget, boolean ownerOnly) {

    /** A single video in a file like any other. */
    public DownloadSettings(long maxSize, Duration timeout, int retries) {
        this(maxSize, timeout, retries, new DownloadBudget(maxSize), false);
    }
}
