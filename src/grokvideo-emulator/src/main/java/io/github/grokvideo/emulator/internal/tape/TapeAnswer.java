package io.github.grokvideo.emulator.internal.tape;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A recorded answer.
 *
 * @param after   milliseconds since the job was accepted; 0 for what does not belong to a job
 * @param took    milliseconds until the answer was complete
 * @param status  the HTTP status; 0 if the connection was closed instead
 * @param headers the headers that are kept
 * @param json    the body; {@code null} if it is not JSON
 * @param text    the body that is not JSON; {@code null} if there is none
 */
public record TapeAnswer(long after, long took, int status, Map<String, String> headers, JsonNode json, String text) {

    static final int CUT = 0;

    static TapeAnswer cut(long after, long took) {
        return new TapeAnswer(after, took, CUT, Map.of(), null, null);
    }

    public boolean isCut() {
        return status == CUT;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether a client cannot tell this answer from the other, times aside. */
    boolean saysTheSameAs(TapeAnswer other) {
        return equals(new TapeAnswer(after, took, other.status, other.headers, other.json, other.text));
    }

    /** Returns the same answer as one that is not part of a job's course. */
    TapeAnswer atStart() {
        return new TapeAnswer(0, took, status, headers, json, text);
    }
}
