package io.github.grokvideo.internal.job.limit;

/**
 * How many status requests per second a gateway accepts, as far as its refusals show. Where it refuses many, the rate
 * is reduced at once, and then raised again little by little. Where it refuses a few, there may be other reasons: a
 * lower rate is tried, and undone if it does not help. Not thread-safe.
 */
final class LearnedRate {

    /** How much below what the gateway accepts, after it has refused too many. */
    private static final double DECREASE = 0.8;
    private static final double MAX_DECREASE = 0.5;
    private static final double MIN_RATE = 0.2;
    /** How much faster with each second in which it has refused none; the longer ago the last is, the more. */
    private static final double INCREASE = 1.01;
    private static final double SECONDS_UNTIL_TWICE_AS_FAST = 10;
    /** Refusals of so many, and of so great a part, of the requests have no other reason than the rate. */
    private static final int MANY = 10;
    private static final double GREAT_PART = 0.2;
    /** The least number that starts a trial. */
    private static final int FEW = 3;
    /** A trial lasts until so many would have been refused if it had changed nothing. */
    private static final int EXPECTED = 10;
    private static final double MAX_TRIAL_SECONDS = 10;
    /** Not by chance: so small a part of the expected number; so many standard deviations more. */
    private static final double FAR_LESS = 0.25;
    private static final double FAR_MORE = 4;
    /** How many requests a share is computed from: at least, and at most. */
    private static final int MIN_RECENT = 100;
    private static final int MAX_RECENT = 1000;
    /** By which the best second counts less with each second after it. */
    private static final double FADING = 0.95;
    /** Of a second; less says little about a whole one. */
    private static final double MIN_PART = 0.1;
    private static final double SECOND = 1e9;

    private final double ceiling;
    private double limit;
    private long slowedAt = Long.MIN_VALUE;

    // what was really sent, second by second
    private long second;
    private int thisSecond;
    private int lastSecond;
    private int refusedThisSecond;
    private int refusedLastSecond;
    // that were not refused, in the best of the last seconds
    private double best;

    private double recent;
    private double recentlyRefused;
    // the part that is refused at any rate
    private double usual;

    private boolean trying;
    private int tried;
    private int refusedOfTried;
    private double limitBefore;
    private double shareBefore;

    /**
     * @param ceiling never more a second than this; {@link Double#POSITIVE_INFINITY} for any number
     * @param now     by the clock of all other times, in nanoseconds
     */
    LearnedRate(double ceiling, long now) {
        this.ceiling = ceiling;
        this.limit = ceiling;
        this.second = now;
    }

    double perSecond() {
        return limit;
    }

    /** Advances the clock. */
    void pass(long now) {
        long seconds = (long) ((now - second) / SECOND);
        if (seconds == 0) {
            return;
        }
        lastSecond = seconds == 1 ? thisSecond : 0;
        refusedLastSecond = seconds == 1 ? refusedThisSecond : 0;
        best = Math.max(best * Math.pow(FADING, Math.min(seconds, 1000)), thisSecond - refusedThisSecond);
        thisSecond = 0;
        refusedThisSecond = 0;
        second += (long) (seconds * SECOND);
        if (limit < ceiling && !trying) {
            double calm = Math.max(0, (now - slowedAt) / SECOND) / SECONDS_UNTIL_TWICE_AS_FAST;
            limit = Math.min(ceiling, limit * Math.pow(INCREASE, Math.min(seconds * (1 + calm), 10_000)));
        }
    }

    /** Counts a request. */
    void sent(long now) {
        pass(now);
        thisSecond++;
        recent++;
        if (recent >= MAX_RECENT) {
            usual = Math.min(usual, (usual + recentlyRefused / recent) / 2);
            recent /= 2;
            recentlyRefused /= 2;
        }
        // what was sent at the rate before is answered by then
        if (trying && now - slowedAt > SECOND) {
            tried++;
            if (tried * shareBefore >= EXPECTED || now - slowedAt > MAX_TRIAL_SECONDS * SECOND) {
                conclude();
            }
        }
    }

    private void conclude() {
        trying = false;
        double share = refusedOfTried / (double) tried;
        usual = share;
        if (share > FAR_LESS * shareBefore) {
            usual = Math.max(share, shareBefore);
            limit = share < GREAT_PART ? Math.max(limit, limitBefore) : limit;
        }
        recent = tried;
        recentlyRefused = refusedOfTried;
    }

    /** Counts a refusal. Returns whether the rate is lower from now on. */
    boolean refused(long now) {
        pass(now);
        refusedThisSecond++;
        recentlyRefused++;
        // one burst of refusals is one message
        if (slowedAt != Long.MIN_VALUE && now - slowedAt < SECOND) {
            return false;
        }
        if (trying) {
            refusedOfTried++;
        }
        int refused = refusedThisSecond + refusedLastSecond;
        double expected = usual * recent;
        if (refused >= MANY && refused >= GREAT_PART * (thisSecond + lastSecond)) {
            double rate = Math.min(limit, Math.max(1, Math.max(thisSecond, lastSecond)));
            double accepted = Math.max(thisSecond - refusedThisSecond, lastSecond - refusedLastSecond);
            slowDown(now, Math.max(rate * MAX_DECREASE, Math.min(rate, accepted) * DECREASE));
            return true;
        }
        if (!trying && recentlyRefused >= FEW + expected + FAR_MORE * Math.sqrt(expected)) {
            double pace = thisSecond / Math.max(MIN_PART, (now - second) / SECOND);
            slowDown(now, Math.min(limit, Math.max(best, pace)) * DECREASE);
            return true;
        }
        return false;
    }

    private void slowDown(long now, double slower) {
        if (!trying) {
            trying = true;
            limitBefore = limit;
            shareBefore = recentlyRefused / Math.max(MIN_RECENT, recent);
        }
        tried = 0;
        refusedOfTried = 0;
        slowedAt = now;
        limit = Math.max(MIN_RATE, slower);
    }
}
