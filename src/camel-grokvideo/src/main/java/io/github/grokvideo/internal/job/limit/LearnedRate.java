package io.github.grokvideo.internal.job.limit;

/**
 * How many questions a second a gateway takes, as far as its refusals tell. Where it refuses many, it is asked more
 * slowly at once, and then faster again little by little. Where it refuses a few, there may be other reasons: whether
 * asking more slowly helps is tried, and undone if it does not. Not thread-safe.
 */
final class LearnedRate {

    /** How much slower than what the gateway takes, after it has said that it is too much. */
    private static final double BACK = 0.8;
    private static final double MOST_BACK = 0.5;
    private static final double SLOWEST = 0.2;
    /** How much faster with each second in which it has not; the longer ago it is, the more. */
    private static final double FORTH = 1.01;
    private static final double SECONDS_UNTIL_TWICE_AS_FAST = 10;
    /** Refusals of so many, and of so great a part, of what is asked have no other reason than too many questions. */
    private static final int MANY = 10;
    private static final double GREAT_PART = 0.2;
    /** So many are a few, where none are usual. */
    private static final int FEW = 3;
    /** A trial goes on until so many would have been refused if it had changed nothing. */
    private static final int EXPECTED = 10;
    private static final double LONGEST_TRIAL_SECONDS = 10;
    /** So much less is no chance; and so many standard deviations more. */
    private static final double FAR_LESS = 0.25;
    private static final double FAR_MORE = 4;
    /** Of how many questions a part is taken: at least, and at most. */
    private static final int ENOUGH = 100;
    private static final int RECENT = 1000;
    /** By which the best second is forgotten with each second after it. */
    private static final double FADING = 0.95;
    /** Of a second; what was asked in less tells little of a whole one. */
    private static final double SHORTEST_PART = 0.1;
    private static final double SECOND = 1e9;

    private final double ceiling;
    private double limit;
    private long slowedAt = Long.MIN_VALUE;

    // what was really asked, second by second
    private long second;
    private int thisSecond;
    private int lastSecond;
    private int refusedThisSecond;
    private int refusedLastSecond;
    // that were not refused, in the best of the last seconds
    private double most;

    private double recent;
    private double recentlyRefused;
    // the part that is refused however slowly is asked
    private double usual;

    private boolean trying;
    private int tried;
    private int triedInVain;
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

    /** Notes how late it is. */
    void pass(long now) {
        long seconds = (long) ((now - second) / SECOND);
        if (seconds == 0) {
            return;
        }
        lastSecond = seconds == 1 ? thisSecond : 0;
        refusedLastSecond = seconds == 1 ? refusedThisSecond : 0;
        most = Math.max(most * Math.pow(FADING, Math.min(seconds, 1000)), thisSecond - refusedThisSecond);
        thisSecond = 0;
        refusedThisSecond = 0;
        second += (long) (seconds * SECOND);
        if (limit < ceiling && !trying) {
            double calm = Math.max(0, (now - slowedAt) / SECOND) / SECONDS_UNTIL_TWICE_AS_FAST;
            limit = Math.min(ceiling, limit * Math.pow(FORTH, Math.min(seconds * (1 + calm), 10_000)));
        }
    }

    /** Notes a question. */
    void asked(long now) {
        pass(now);
        thisSecond++;
        recent++;
        if (recent >= RECENT) {
            usual = Math.min(usual, (usual + recentlyRefused / recent) / 2);
            recent /= 2;
            recentlyRefused /= 2;
        }
        // what was asked before it was slower is answered by then
        if (trying && now - slowedAt > SECOND) {
            tried++;
            if (tried * shareBefore >= EXPECTED || now - slowedAt > LONGEST_TRIAL_SECONDS * SECOND) {
                conclude();
            }
        }
    }

    private void conclude() {
        trying = false;
        double share = triedInVain / (double) tried;
        usual = share;
        if (share > FAR_LESS * shareBefore) {
            usual = Math.max(share, shareBefore);
            limit = share < GREAT_PART ? Math.max(limit, limitBefore) : limit;
        }
        recent = tried;
        recentlyRefused = triedInVain;
    }

    /** Notes a refusal. Returns whether to ask more slowly from now on. */
    boolean refused(long now) {
        pass(now);
        refusedThisSecond++;
        recentlyRefused++;
        // one burst of refusals is one message
        if (slowedAt != Long.MIN_VALUE && now - slowedAt < SECOND) {
            return false;
        }
        if (trying) {
            triedInVain++;
        }
        int refused = refusedThisSecond + refusedLastSecond;
        double expected = usual * recent;
        if (refused >= MANY && refused >= GREAT_PART * (thisSecond + lastSecond)) {
            double asked = Math.min(limit, Math.max(1, Math.max(thisSecond, lastSecond)));
            double taken = Math.max(thisSecond - refusedThisSecond, lastSecond - refusedLastSecond);
            slowDown(now, Math.max(asked * MOST_BACK, Math.min(asked, taken) * BACK));
            return true;
        }
        if (!trying && recentlyRefused >= FEW + expected + FAR_MORE * Math.sqrt(expected)) {
            double pace = thisSecond / Math.max(SHORTEST_PART, (now - second) / SECOND);
            slowDown(now, Math.min(limit, Math.max(most, pace)) * BACK);
            return true;
        }
        return false;
    }

    private void slowDown(long now, double slower) {
        if (!trying) {
            trying = true;
            limitBefore = limit;
            shareBefore = recentlyRefused / Math.max(ENOUGH, recent);
        }
        tried = 0;
        triedInVain = 0;
        slowedAt = now;
        limit = Math.max(SLOWEST, slower);
    }
}
