package io.github.grokvideo.model;

/**
 * The request cannot be made as it stands: a message lacks something or holds a value that cannot be, or the gateway
 * refused it. Sending the same again does not help.
 */
public class InvalidRequestException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public InvalidRequestException(Builder failure) {
        super(failure);
    }
}
