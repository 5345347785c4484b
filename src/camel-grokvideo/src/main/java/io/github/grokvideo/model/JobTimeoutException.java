package io.github.grokvideo.model;

/**
 * The wait timed out; the job {@link #getJobId()} is still running at the gateway. {@code grokvideo:await}, or a
 * redelivery of the exchange, waits for it again.
 */
public class JobTimeoutException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public JobTimeoutException(Builder failure) {
        super(failure);
    }
}
