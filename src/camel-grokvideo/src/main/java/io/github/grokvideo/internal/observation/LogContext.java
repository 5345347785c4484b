package io.github.grokvideo.internal.observation;

import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * Names the job that a thread works for in the log lines that it writes meanwhile: by SLF4J's diagnostic context (MDC).
 * What was there before is there again afterwards.
 */
public final class LogContext implements AutoCloseable {

    /** The gateway's id of the job. */
    public static final String JOB_ID = "grokvideo.jobId";
    /** The idempotency key of the submission. */
    public static final String KEY = "grokvideo.key";

    private static final LogContext NONE = new LogContext(null, null);

    private final String jobIdBefore;
    private final String keyBefore;

    private LogContext(String jobIdBefore, String keyBefore) {
        this.jobIdBefore = jobIdBefore;
        this.keyBefore = keyBefore;
    }

    /** The names of a job, either of which may be {@code null}. */
    public record Names(String jobId, String key) {

        /** Those of the job that this thread works for. */
        public static Names current() {
            return isSupported() ? new Names(MDC.get(JOB_ID), MDC.get(KEY)) : new Names(null, null);
        }
    }

    /**
     * Begins to work for a job, until {@link #close} by the same thread.
     *
     * @param jobId {@code null} if there is none yet
     * @param key   {@code null} if there is none
     */
    public static LogContext of(String jobId, String key) {
        if (!isSupported()) {
            return NONE;
        }
        LogContext context = new LogContext(MDC.get(JOB_ID), MDC.get(KEY));
        set(JOB_ID, jobId);
        set(KEY, key);
        return context;
    }

    /** The same. */
    public static LogContext of(Names names) {
        return of(names.jobId(), names.key());
    }

    // some logging systems have none
    private static boolean isSupported() {
        return !(MDC.getMDCAdapter() instanceof NOPMDCAdapter);
    }

    private static void set(String name, String value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }

    @Override
    public void close() {
        if (this != NONE) {
            set(JOB_ID, jobIdBefore);
            set(KEY, keyBefore);
        }
    }
}
