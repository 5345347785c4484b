package io.github.grokvideo.model;

/**
 * The gateway's content policy blocked the request or its result. It may have been charged; the same again is blocked
 * again.
 */
public class ModerationException extends JobFailedException {

    private static final long serialVersionUID = 1L;

    public ModerationException(Builder failure) {
        super(failure);
    }
}
