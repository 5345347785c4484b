package io.github.grokvideo.emulator;

/**
 * Random faults. Each number is the probability, 0 to 1, that a request meets this fault; their sum is at most 1.
 *
 * @param drop        the connection is closed without an answer; evenly before or after the request has had its effect
 * @param unavailable 503
 * @param rateLimited 429 with {@code Retry-After: 0}
 * @param truncated   half of the body, then the connection is closed
 */
public record FaultMix(double drop, double unavailable, double rateLimited, double truncated) {

    public FaultMix {
        double sum = drop + unavailable + rateLimited + truncated;
        if (Math.min(Math.min(drop, unavailable), Math.min(rateLimited, truncated)) < 0 || !(sum <= 1)) {
            throw new IllegalArgumentException(
                    "probabilities must be 0 to 1 with a sum of at most 1, but are " + drop + ", " + unavailable + ", "
                                               + rateLimited + ", " + truncated);
        }
    }

    /** A bad day: 5 % dropped, 5 % unavailable, 5 % rate limited, 2 % truncated. */
    public static FaultMix badDay() {
        return new FaultMix(0.05, 0.05, 0.05, 0.02);
    }
}
