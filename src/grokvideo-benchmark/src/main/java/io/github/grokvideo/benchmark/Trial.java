package io.github.grokvideo.benchmark;

import io.github.grokvideo.benchmark.contender.ContenderKind;

/**
 * One contender under one load, in a JVM of its own.
 *
 * @param name      of the file with its result, and of its log
 * @param scenario  what is done
 * @param contender by whom
 * @param load      how much
 * @param heap      {@code -Xmx} in MiB
 * @param warm      whether the JVM does as much work before that it runs compiled code
 * @param consumers processes that submit and consume, where there are several; otherwise 0
 */
public record Trial(
        String name, Scenario scenario, ContenderKind contender, Load load, int heap, boolean warm, int consumers) {

    public Trial(String name, Scenario scenario, ContenderKind contender, Load load, int heap, boolean warm) {
        this(name, scenario, contender, load, heap, warm, 0);
    }

    /** What is done. */
    public enum Scenario {
        /** All jobs are submitted and waited for. */
        WAIT(WaitResult.class),
        /** The same, and the video of the first that is done is fetched meanwhile. */
        WAIT_AND_DOWNLOAD(WaitResult.class),
        /** Exchanges are kept, without any client. */
        PARK(ParkResult.class),
        /** All jobs are submitted; while they wait, the contender is closed. */
        STOP(StopResult.class),
        /** One video is fetched again and again. */
        DOWNLOAD(DownloadResult.class),
        /** Jobs follow on each other, {@link #SOAK_AT_ONCE} at a time. */
        SOAK(SoakResult.class),
        /** All jobs are submitted and waited for, and what is stored of them is counted. */
        BURST(BurstResult.class),
        /** The same, after fifty jobs. */
        COLD(BurstResult.class),
        /** The store alone is asked for work, beside many rows. */
        CLAIMS(ClaimsResult.class),
        /** Several processes submit jobs and consume results, on one database. */
        CONSUMERS(ConsumersResult.class),
        /** The same, and one of them is killed when a third of the jobs is done. */
        CONSUMER_KILLED(ConsumersResult.class);

        /** Jobs that wait at a time in a soak. */
        static final int SOAK_AT_ONCE = 2000;

        private final Class<?> result;

        Scenario(Class<?> result) {
            this.result = result;
        }

        Class<?> result() {
            return result;
        }
    }
}
