package io.github.grokvideo;

/** The operations of an endpoint: {@code grokvideo:operation}. */
public enum GrokVideoOperation {

    /** Submits a request, waits for the job to finish and returns the video. */
    generate,
    /** Submits a request and returns the job's id immediately. */
    submit,
    /** Submits a request that continues a video from its last frame, waits for the job and returns the video. */
    extend,
    /** Waits for a job that was submitted before and returns the video. */
    await,
    /** Reads a job's status. */
    status,
    /** Requests the gateway to cancel a job. */
    cancel,
    /** Downloads the video of a completed job. */
    download,
    /** Estimates the cost of a request, without creating a job. */
    estimate,
    /** Reads what is spent, reserved and left of budgets, or corrects it. */
    budget,
    /** Reads what was spent, estimated and actual, by day, route, provider, model, user or scope. */
    spending,
    /** Settles a submission whose outcome is unknown, or releases a dead-lettered result. */
    settle,
    /**
     * Processes a webhook of the gateway that a route has received at an HTTP endpoint of its own. Not needed with the
     * component's {@code webhookPath}.
     */
    webhook,
    /** Consumes the results of jobs that were submitted with {@code submit}. */
    results
}
