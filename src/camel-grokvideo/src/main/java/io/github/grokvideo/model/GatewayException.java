package io.github.grokvideo.model;

/**
 * The gateway could not be reached, or answered with an error that is none of the others, and no job was made by it.
 */
public class GatewayException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public GatewayException(Builder failure) {
        super(failure);
    }
}
