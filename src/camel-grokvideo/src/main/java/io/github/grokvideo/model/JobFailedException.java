package io.github.grokvideo.model;

/**
 * The gateway accepted the job and then ended it without a video: failed, cancelled or expired.
 */
public class JobFailedException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public JobFailedException(Builder failure) {
        super(failure);
    }
}
