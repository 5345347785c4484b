package io.github.grokvideo.model;

/**
 * The wait is over, the job is not: it goes on at the gateway. {@link #getJobId()} names it; {@code grokvideo:await} or
 * a redelivery of the exchange waits for it again.
 */
public class JobTimeoutException extends GrokVideoException {

    private static final long serialVersionUID = 1L;

    public JobTimeoutException(Builder failure) {
        super(failure);
    }
}
