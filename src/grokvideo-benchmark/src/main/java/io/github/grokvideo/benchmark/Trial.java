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
 */
public record Trial(String name, Scenario scenario, ContenderKind contender, Load load, int heap, boolean warm) {

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
        SOAK(SoakResult.class);

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
