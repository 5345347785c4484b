package io.github.grokvideo.internal.job.results;

/** Ends the delivery of a result. The first call counts, further ones do nothing. */
public interface Acknowledgement {

    /** The result was processed; it is not delivered again. */
    void ack();

    /**
     * The result was not processed; it is delivered again, or dead-lettered.
     *
     * @param reason why, or {@code null}
     */
    void nack(Throwable reason);
}
