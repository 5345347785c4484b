package io.github.grokvideo.model;

/**
 * The estimated cost of the request exceeds {@code maxCost}, or there is no estimate. Nothing was submitted.
 */
public class CostLimitException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public CostLimitException(Builder failure) {
        super(failure);
    }
}
