package io.github.grokvideo.internal.job.polling;

import java.util.ArrayList;
import java.util.List;

/**
 * What was learned of the durations of one kind of job, for people to read.
 *
 * @param provider   the name of the provider
 * @param gateway    scheme, host and port of the gateway
 * @param model      the model asked for
 * @param mode       what videos are generated from; {@code null} if that is not known
 * @param seconds    the duration of the videos, or {@code null}
 * @param resolution size or tier, or {@code null}
 * @param jobs       of how many of the latest jobs the end is known
 * @param quantiles  the times that half, nine tenths and 99 hundredths of the jobs do not exceed, in seconds, as far as
 *                   they are known; empty while too little is
 * @param histogram  the shares of jobs in intervals of the same length; empty while too little is known
 * @param end        the end of the last interval, in seconds
 */
public record LearnedDurations(
        String provider, String gateway, String model, String mode, Double seconds, String resolution, int jobs,
        List<Double> quantiles, List<Double> histogram, double end) {

    private static final int INTERVALS = 10;
    private static final List<Double> SHARES = List.of(0.5, 0.9, 0.99);

    static LearnedDurations of(JobKind kind, DurationEstimator estimator) {
        DurationDistribution durations = estimator.durations();
        return new LearnedDurations(
                kind.provider(), kind.gateway(), kind.model(), kind.mode(), kind.duration(), kind.resolution(),
                estimator.known(),
                durations == null
                        ? List.of() : SHARES.stream().map(durations::quantile).filter(time -> !time.isInfinite()).toList(),
                durations == null ? List.of() : histogram(durations), durations == null ? 0 : durations.end());
    }

    private static List<Double> histogram(DurationDistribution durations) {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < INTERVALS; i++) {
            double from = durations.end() * i / INTERVALS;
            shares.add(durations.shareUntil(durations.end() * (i + 1) / INTERVALS) - (i == 0 ? 0 : durations.shareUntil(from)));
        }
        return List.copyOf(shares);
    }
}
