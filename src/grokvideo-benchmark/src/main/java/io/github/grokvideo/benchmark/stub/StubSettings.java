package io.github.grokvideo.benchmark.stub;

/**
 * How the stub behaves from now on.
 *
 * @param minDuration     the least time that a job takes, in milliseconds
 * @param maxDuration     the most; durations are drawn uniformly between the two, the same ones in each run
 * @param lostAnswerEvery every so many submissions one is accepted and billed, and its answer is lost; 0 for none
 * @param statusRate      status requests that are answered in each second, the others get 429 with
 *                        {@code Retry-After: 1}; 0 for any number
 * @param videoSize       length of each video in bytes
 */
public record StubSettings(long minDuration, long maxDuration, int lostAnswerEvery, int statusRate, long videoSize) {

    /** Without faults, and with a small video. */
    public static StubSettings durations(long minDuration, long maxDuration) {
        return new StubSettings(minDuration, maxDuration, 0, 0, 1 << 16);
    }
}
