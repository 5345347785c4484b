package io.github.grokvideo.model;

/**
 * No API key, or one that the gateway does not accept, or one that may not do this.
 */
public class AuthenticationException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public AuthenticationException(Builder failure) {
        super(failure);
    }
}
