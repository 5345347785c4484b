package io.github.grokvideo.model;

/**
 * The gateway accepted the job and then ended it without a video: failed, cancelled or expired; or completed, without
 * saying where the video is (code {@code NO_OUTPUT}).
 */
public class JobFailedException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public JobFailedException(Builder failure) {
        super(failure);
    }
}
