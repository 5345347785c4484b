package io.github.grokvideo.normalize;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the nearest on a logarithmic scale in another way than the code under test: by the logarithms themselves where
 * they are clearly apart, and by walking over the exact middles between neighbours where they are not.
 */
final class LogarithmicOracle {

    /** Far more than {@link StrictMath#log} is off by. */
    private static final double CLEARLY = 1e-9;

    private LogarithmicOracle() {
    }

    static AspectRatio nearestRatio(AspectRatio asked, Collection<AspectRatio> candidates) {
        List<AspectRatio> sorted = candidates.stream().distinct()
                .sorted((a, b) -> big(a.width()).multiply(big(b.height())).compareTo(big(b.width()).multiply(big(a.height()))))
                .toList();
        double[] logs = sorted.stream().mapToDouble(r -> log(r.width()) - log(r.height())).toArray();
        int byLog = clearlyNearest(log(asked.width()) - log(asked.height()), logs);
        if (byLog >= 0) {
            return sorted.get(byLog);
        }
        AspectRatio best = sorted.get(0);
        for (AspectRatio next : sorted.subList(1, sorted.size())) {
            // asked^2 against best * next: which side of their middle it is on
            BigInteger left = big(asked.width()).pow(2).multiply(big(best.height())).multiply(big(next.height()));
            BigInteger right = big(asked.height()).pow(2).multiply(big(best.width())).multiply(big(next.width()));
            int side = left.compareTo(right);
            if (side > 0 || side == 0 && isNearerToSquare(next, best)) {
                best = next;
            }
        }
        return best;
    }

    /** {@code next} is the wider; the middle of both is on the tall side where the wide one is nearer to 1:1. */
    private static boolean isNearerToSquare(AspectRatio next, AspectRatio best) {
        BigInteger widths = big(next.width()).multiply(big(best.width()));
        BigInteger heights = big(next.height()).multiply(big(best.height()));
        return widths.compareTo(heights) <= 0;
    }

    static ResolutionTier nearestTier(long pixels, Collection<ResolutionTier> candidates) {
        List<ResolutionTier> sorted
                = candidates.stream().sorted(Comparator.comparingLong(ResolutionTier::pixels)).toList();
        double[] logs = sorted.stream().mapToDouble(tier -> log(tier.pixels())).toArray();
        int byLog = clearlyNearest(log(pixels), logs);
        if (byLog >= 0) {
            return sorted.get(byLog);
        }
        ResolutionTier best = sorted.get(0);
        for (ResolutionTier next : sorted.subList(1, sorted.size())) {
            if (big(pixels).pow(2).compareTo(big(best.pixels()).multiply(big(next.pixels()))) > 0) {
                best = next;
            }
        }
        return best;
    }

    private static int clearlyNearest(double asked, double[] logs) {
        int best = 0;
        for (int i = 1; i < logs.length; i++) {
            if (Math.abs(logs[i] - asked) < Math.abs(logs[best] - asked)) {
                best = i;
            }
        }
        for (int i = 0; i < logs.length; i++) {
            if (i != best && Math.abs(logs[i] - asked) - Math.abs(logs[best] - asked) < CLEARLY) {
                return -1;
            }
        }
        return best;
    }

    private static double log(long value) {
        return StrictMath.log(value);
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
