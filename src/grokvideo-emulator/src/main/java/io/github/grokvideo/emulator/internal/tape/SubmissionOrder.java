package io.github.grokvideo.emulator.internal.tape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which recorded submission of a request answers which attempt: in the order of the recording. Guarded by its session.
 */
final class SubmissionOrder {

    /** An answer, and the job if it was accepted; {@code null} if it was not. */
    record Attempt(TapeAnswer answer, TapeJob job) {
    }

    /** A submission that has been requested. */
    private static final class Taken {
        private final Submission submission;
        private int used;

        Taken(Submission submission) {
            this.submission = submission;
        }

        boolean hasMore() {
            return used < submission.answers().size();
        }

        boolean isAccepted() {
            return used > 0 && submission.answers().get(used - 1).isSuccess();
        }

        Attempt next() {
            if (hasMore()) {
                used++;
            }
            TapeAnswer answer = submission.answers().get(used - 1);
            return new Attempt(answer, answer.isSuccess() ? submission.job() : null);
        }
    }

    private final List<Submission> submissions;
    private final Map<String, Taken> byKey = new HashMap<>();
    private Taken withoutKey;
    private int next;

    SubmissionOrder(TapeEntry entry) {
        this.submissions = entry.submissions().stream().filter(submission -> !submission.answers().isEmpty()).toList();
    }

    int size() {
        return submissions.size();
    }

    /**
     * Returns the answer to the next attempt; {@code null} if there were fewer in the recording.
     *
     * @param key the idempotency key: attempts with the same are one submission; {@code null} if there is none
     */
    Attempt next(String key) {
        Taken taken = key == null ? withoutKey : byKey.get(key);
        boolean over = taken == null || !taken.hasMore() && !taken.isAccepted() || key == null && taken.isAccepted();
        if (over) {
            if (next == submissions.size()) {
                return null;
            }
            taken = new Taken(submissions.get(next++));
            if (key == null) {
                withoutKey = taken;
            } else {
                byKey.put(key, taken);
            }
        }
        return taken.next();
    }
}
