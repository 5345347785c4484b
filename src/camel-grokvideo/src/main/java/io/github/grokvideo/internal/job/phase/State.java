package io.github.grokvideo.internal.job.phase;

/** The names of the phases. */
public enum State {

    QUEUED("waits until maxInFlight has room"),
    RESERVING("asks the store whether the key is known, and records the intent; repeated by the timer while another process submits"),
    SUBMITTING("waits for the back-off (timer), then for a permit of submissionsPerSecond and a slot among the open submissions, and renews the reservation"),
    SENDING("the one request that costs money is under way; a stop waits 10 s for its answer"),
    ACCEPTED("the gateway has named the job: its id is reported, then recorded; the request is garbage"),
    WAITING("polled when the timer or a webhook says so, within statusRequestsPerSecond, until it is final"),
    RECORDING("the job is final, which is recorded before it is reported"),
    ENDED("the outcome is reported, once");

    private final String purpose;

    State(String purpose) {
        this.purpose = purpose;
    }

    /** What happens in it, for the diagram. */
    String purpose() {
        return purpose;
    }
}
