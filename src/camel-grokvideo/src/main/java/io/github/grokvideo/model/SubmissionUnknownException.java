package io.github.grokvideo.model;

/**
 * The outcome of a submission is unknown: the request was sent, but no response shows whether a job was created. The
 * request is only repeated if an idempotency key makes that safe, since a second job would be charged as well.
 */
public class SubmissionUnknownException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public SubmissionUnknownException(Builder failure) {
        super(failure);
    }
}
