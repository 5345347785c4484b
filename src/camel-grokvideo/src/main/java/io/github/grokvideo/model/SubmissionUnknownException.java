package io.github.grokvideo.model;

/**
 * A request was sent and no answer came that tells whether a job exists now. It is not sent again unless an idempotency
 * key makes that safe, since a second job would be billed too.
 */
public class SubmissionUnknownException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public SubmissionUnknownException(Builder failure) {
        super(failure);
    }
}
