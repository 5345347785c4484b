package io.github.grokvideo.model;

/**
 * The job is done and paid for, its video could not be fetched or stored. A redelivery fetches it again; it makes no
 * new job.
 */
public class DownloadException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public DownloadException(Builder failure) {
        super(failure);
    }
}
