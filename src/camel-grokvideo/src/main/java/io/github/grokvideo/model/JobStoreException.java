package io.github.grokvideo.model;

/**
 * The job store could not be read or written. Where this is thrown nothing was submitted, since nothing is submitted
 * that is not noted first; trying again can help.
 */
public class JobStoreException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public JobStoreException(Builder failure) {
        super(failure);
    }
}
