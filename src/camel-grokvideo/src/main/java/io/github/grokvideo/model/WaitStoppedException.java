package io.github.grokvideo.model;

/**
 * The route or the Camel context stops; the job goes on at the gateway. {@link #getJobId()} names it;
 * {@code grokvideo:await} waits for it again.
 */
public class WaitStoppedException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public WaitStoppedException(Builder failure) {
        super(failure);
    }
}
