package io.github.grokvideo.model;

/**
 * The job is completed and charged, but its video could not be downloaded or stored. A redelivery downloads it again
 * without creating a new job.
 */
public class DownloadException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public DownloadException(Builder failure) {
        super(failure);
    }
}
