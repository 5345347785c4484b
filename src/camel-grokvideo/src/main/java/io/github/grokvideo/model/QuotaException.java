package io.github.grokvideo.model;

/**
 * Insufficient balance (HTTP 402). No job was created.
 */
public class QuotaException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public QuotaException(Builder failure) {
        super(failure);
    }
}
