package io.github.grokvideo.benchmark;

import io.github.grokvideo.benchmark.stub.StubSettings;

/**
 * What a contender is given to do. All times are in milliseconds.
 *
 * @param jobs         submitted at once
 * @param pollInterval between two questions about a job
 * @param timeLimit    when jobs that are not over count as unfinished
 * @param stub         how long jobs take, and what goes wrong
 */
public record Load(int jobs, long pollInterval, long timeLimit, StubSettings stub) {

    /** Without faults; four times as long as the longest job takes must be enough. */
    static Load of(int jobs, long minDuration, long maxDuration, long pollInterval) {
        return new Load(jobs, pollInterval, 4 * maxDuration, StubSettings.durations(minDuration, maxDuration));
    }

    /** Every so many submissions one has its answer lost. */
    Load withLostAnswers(int every) {
        return new Load(
                jobs, pollInterval, timeLimit,
                new StubSettings(stub.minDuration(), stub.maxDuration(), every, stub.statusRate(), stub.videoSize()));
    }

    /** So many status requests are answered in a second. */
    Load withStatusRate(int statusRate) {
        return new Load(
                jobs, pollInterval, timeLimit,
                new StubSettings(
                        stub.minDuration(), stub.maxDuration(), stub.lostAnswerEvery(), statusRate, stub.videoSize()));
    }

    Load withVideoSize(long bytes) {
        return new Load(
                jobs, pollInterval, timeLimit,
                new StubSettings(stub.minDuration(), stub.maxDuration(), stub.lostAnswerEvery(), stub.statusRate(), bytes));
    }
}
