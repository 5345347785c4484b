package io.github.grokvideo.model;

/**
 * The gateway is unreachable, or responded with an error that has no exception of its own. The request created no job.
 */
public class GatewayException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public GatewayException(Builder failure) {
        super(failure);
    }
}
