package io.github.grokvideo.store;

import java.time.Duration;

/**
 * A submission that is about to be sent, recorded before it is.
 *
 * @param key           its key
 * @param fingerprint   of the request
 * @param model         the model asked for
 * @param prompt        or {@code null} if prompts are not stored
 * @param deliverResult whether {@code grokvideo:results} is to deliver its result
 * @param sending       whether it is sent as soon as it is recorded; otherwise {@link JobStore#acquire} precedes it
 * @param holder        the process that sends it
 * @param lease         how long no other may
 * @param spending      what it says of its cost
 * @param traceParent   the span in which it is submitted, as the value of W3C's header {@code traceparent};
 *                      {@code null} if it is not traced
 */
public record Intent(
        JobKey key, String fingerprint, String model, String prompt, boolean deliverResult, boolean sending, String holder,
        Duration lease, Spending spending, String traceParent) {

    /** An intent that is not traced. */
    public Intent(
                  JobKey key, String fingerprint, String model, String prompt, boolean deliverResult, boolean sending,
                  String holder, Duration lease, Spending spending) {
        this(key, fingerprint, model, prompt, deliverResult, sending, holder, lease, spending, null);
    }

    /** An intent that says nothing of its cost, and is not traced. */
    public Intent(
                  JobKey key, String fingerprint, String model, String prompt, boolean deliverResult, boolean sending,
                  String holder, Duration lease) {
        this(key, fingerprint, model, prompt, deliverResult, sending, holder, lease, Spending.UNKNOWN);
    }
}
