package io.github.grokvideo.model;

/**
 * The request is invalid: a value is missing or invalid, or the gateway rejected it. A retry of the same request does
 * not help.
 */
public class InvalidRequestException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public InvalidRequestException(Builder failure) {
        super(failure);
    }
}
