package io.github.grokvideo.model;

/**
 * The account has no money left for this (HTTP 402). Nothing was made.
 */
public class QuotaException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public QuotaException(Builder failure) {
        super(failure);
    }
}
