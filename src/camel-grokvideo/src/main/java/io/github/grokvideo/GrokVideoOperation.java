package io.github.grokvideo;

/** What {@code grokvideo:operation} does. */
public enum GrokVideoOperation {

    /** Submits a request, waits for the video and hands it on. */
    generate,
    /** Submits a request and hands on the job's id at once. */
    submit,
    /** Makes a video go on where it ends, waits for it and hands it on. */
    extend,
    /** Waits for a job that was submitted before and hands the video on. */
    await,
    /** Reads how a job stands. */
    status,
    /** Asks the gateway to stop a job. */
    cancel,
    /** Fetches the video of a job that is done. */
    download,
    /** Asks what a request would cost; no job is made. */
    estimate,
    /** Settles by hand a submission whose outcome is unknown. */
    settle,
    /**
     * Takes a webhook of the gateway, from a route's own HTTP endpoint; the component's webhookPath does it by itself.
     */
    webhook,
    /** Consumes the jobs that were submitted with submit, each when it is done. */
    results
}
