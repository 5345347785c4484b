package io.github.grokvideo.benchmark.contender;

/** Hears how each job ended, once, on any thread. */
public interface Outcome {

    /** The client knows that the job is done. */
    void finished(String jobId);

    /** The client has given the job up. */
    void failed(Throwable cause);
}
