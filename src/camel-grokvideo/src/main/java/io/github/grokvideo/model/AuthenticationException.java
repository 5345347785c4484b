package io.github.grokvideo.model;

/**
 * The API key is missing, is not accepted by the gateway, or lacks a permission. Nothing was submitted.
 */
public class AuthenticationException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public AuthenticationException(Builder failure) {
        super(failure);
    }
}
