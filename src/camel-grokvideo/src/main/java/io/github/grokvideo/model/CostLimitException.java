package io.github.grokvideo.model;

/**
 * The request would cost more than {@code maxCost}, or nobody can say what it would cost. Nothing was submitted.
 */
public class CostLimitException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public CostLimitException(Builder failure) {
        super(failure);
    }
}
