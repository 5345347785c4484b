package io.github.grokvideo.model;

/**
 * The gateway's content policy blocked the request or its result. What was charged is {@link #getCost()}; the same
 * again is blocked again.
 */
public class ModerationException extends JobFailedException {

    private static final long serialVersionUID = 1L;

    public ModerationException(Builder failure) {
        super(failure);
    }
}
