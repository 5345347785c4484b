package io.github.grokvideo.internal.camel;

import java.util.List;
import java.util.Map;

/**
 * What the threads that run route code are doing at one moment.
 *
 * @param ofPool       how many threads of the pool wait for another thread
 * @param ofAdditional how many additional threads do
 * @param inCamel      how many of both wait inside Camel, and so for another exchange
 * @param busyInPool   how many threads of the pool compute, sleep, or wait for a process or a socket
 * @param any          whether any thread waits, be it for a lock that it is about to get
 */
record Blockage(int ofPool, int ofAdditional, int inCamel, int busyInPool, boolean any) {

    // with what its circuit breakers are made of
    private static final List<String> CAMEL
            = List.of("org.apache.camel.", "io.github.resilience4j.", "io.smallrye.faulttolerance.");

    private enum Activity {
        BUSY,
        WAITING,
        WAITING_IN_CAMEL
    }

    /** A task that a thread runs. */
    static final class Run {

        private final boolean additional;
        private boolean waited;

        /**
         * @param additional whether by an additional thread
         */
        Run(boolean additional) {
            this.additional = additional;
        }
    }

    /**
     * Inspects threads. One counts as waiting if it also waited at the previous inspection, in the same task: locks are
     * often waited for, but not for long.
     */
    static Blockage of(Map<Thread, Run> running) {
        int ofPool = 0;
        int ofAdditional = 0;
        int inCamel = 0;
        int busyInPool = 0;
        boolean any = false;
        for (Map.Entry<Thread, Run> entry : running.entrySet()) {
            Run run = entry.getValue();
            Activity activity = activity(entry.getKey());
            boolean before = run.waited;
            run.waited = activity != Activity.BUSY;
            any |= run.waited;
            if (!before || !run.waited) {
                busyInPool += run.additional ? 0 : 1;
                continue;
            }
            if (run.additional) {
                ofAdditional++;
            } else {
                ofPool++;
            }
            inCamel += activity == Activity.WAITING_IN_CAMEL ? 1 : 0;
        }
        return new Blockage(ofPool, ofAdditional, inCamel, busyInPool, any);
    }

    private static Activity activity(Thread thread) {
        switch (thread.getState()) {
            case BLOCKED:
                return Activity.WAITING;
            case WAITING, TIMED_WAITING:
                return activity(thread.getStackTrace());
            default:
                return Activity.BUSY;
        }
    }

    // by the innermost frame that is not the JDK's: the code that called what waits
    private static Activity activity(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (isSleep(frame) || type.startsWith("java.lang.Process")) {
                return Activity.BUSY;
            }
            if (!type.startsWith("java.") && !type.startsWith("jdk.") && !type.startsWith("sun.")) {
                return CAMEL.stream().anyMatch(type::startsWith) ? Activity.WAITING_IN_CAMEL : Activity.WAITING;
            }
        }
        return Activity.WAITING;
    }

    private static boolean isSleep(StackTraceElement frame) {
        return frame.getMethodName().startsWith("sleep")
                && (frame.getClassName().equals("java.lang.Thread") || frame.getClassName().equals("java.lang.VirtualThread"));
    }
}
