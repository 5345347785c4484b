package io.github.grokvideo.model;

/**
 * The job finished without a video: it failed, was cancelled or expired; or it completed, but the gateway returned no
 * video (code {@code NO_OUTPUT}).
 */
public class JobFailedException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public JobFailedException(Builder failure) {
        super(failure);
    }
}
