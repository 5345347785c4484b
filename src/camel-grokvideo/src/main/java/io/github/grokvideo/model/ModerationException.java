package io.github.grokvideo.model;

/**
 * The gateway's content policy blocked the request or its result. {@link #getCost()} is what was charged. A retry of
 * the same request would be blocked again.
 */
public class ModerationException extends JobFailedException {

    private static final long serialVersionUID = 1L;

    public ModerationException(Builder failure) {
        super(failure);
    }
}
