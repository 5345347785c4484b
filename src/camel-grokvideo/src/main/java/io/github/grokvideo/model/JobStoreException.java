package io.github.grokvideo.model;

/**
 * The job store could not be read or written. Nothing was submitted, since every submission is recorded first. A retry
 * can help.
 */
public class JobStoreException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public JobStoreException(Builder failure) {
        super(failure);
    }
}
