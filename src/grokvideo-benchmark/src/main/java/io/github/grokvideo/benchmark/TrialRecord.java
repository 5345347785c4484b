package io.github.grokvideo.benchmark;

/**
 * A trial and how it went: with the one result that its scenario has, or with a failure.
 *
 * @param failure why there is no result, such as a JVM that ran out of memory; {@code null} if there is one
 */
public record TrialRecord(
        Trial trial, WaitResult waited, ParkResult park, StopResult stop, DownloadResult download, SoakResult soak,
        BurstResult burst, ClaimsResult claims, ConsumersResult consumed, String failure) {

    static TrialRecord of(Trial trial, Object result) {
        return new TrialRecord(
                trial, as(WaitResult.class, result), as(ParkResult.class, result), as(StopResult.class, result),
                as(DownloadResult.class, result), as(SoakResult.class, result), as(BurstResult.class, result),
                as(ClaimsResult.class, result), as(ConsumersResult.class, result), null);
    }

    static TrialRecord failed(Trial trial, String failure) {
        return new TrialRecord(trial, null, null, null, null, null, null, null, null, failure);
    }

    private static <T> T as(Class<T> type, Object result) {
        return type.isInstance(result) ? type.cast(result) : null;
    }
}
