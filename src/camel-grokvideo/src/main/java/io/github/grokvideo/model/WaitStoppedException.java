package io.github.grokvideo.model;

/**
 * The wait ended because the route or the Camel context is stopping; the job {@link #getJobId()} is still running at
 * the gateway. {@code grokvideo:await} waits for it again.
 */
public class WaitStoppedException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public WaitStoppedException(Builder failure) {
        super(failure);
    }
}
