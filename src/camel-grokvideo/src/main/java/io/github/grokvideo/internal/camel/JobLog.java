package io.github.grokvideo.internal.camel;

import java.util.Locale;

import io.github.grokvideo.internal.observation.JobEnd;
import io.github.grokvideo.internal.observation.JobObservation;
import io.github.grokvideo.internal.observation.JobObserver;
import io.github.grokvideo.internal.observation.JobOrigin;
import io.github.grokvideo.internal.observation.LogContext;
import io.github.grokvideo.internal.text.UntrustedText;
import org.apache.camel.LoggingLevel;
import org.apache.camel.spi.CamelLogger;
import org.slf4j.LoggerFactory;

/** Logs one line at the end of each job. Keeps nothing of any job. */
final class JobLog implements JobObserver, JobObservation {

    /** The name of the logger; part of the documentation. */
    static final String NAME = "io.github.grokvideo.jobs";

    private static final int MAX_TEXT = 256;
    private static final double SECOND = 1e9;

    private final CamelLogger log;

    private JobLog(CamelLogger log) {
        this.log = log;
    }

    /** @param level of the lines; with {@link LoggingLevel#OFF}, or {@code null}, there are none */
    static JobObserver at(LoggingLevel level) {
        return level == null || level == LoggingLevel.OFF
                ? JobObserver.NONE : new JobLog(new CamelLogger(LoggerFactory.getLogger(NAME), level));
    }

    @Override
    public JobObservation submitting(JobOrigin origin, String mode, String model) {
        return this;
    }

    @Override
    public JobObservation awaiting(JobOrigin origin) {
        return this;
    }

    @Override
    public void ended(JobEnd end) {
        if (!log.shouldLog()) {
            return;
        }
        try (LogContext context = LogContext.of(end.jobId(), end.key())) {
            log.log(line(end));
        }
    }

    private static String line(JobEnd end) {
        StringBuilder line = new StringBuilder(end.jobId() == null ? "Request" : "Job " + text(end.jobId())).append(' ')
                .append(end.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (end.failure() != null) {
            line.append(" (").append(end.failure().getClass().getSimpleName());
            if (end.failure().getCode() != null) {
                line.append(", ").append(text(end.failure().getCode()));
            }
            line.append(')');
        }
        line.append(String.format(Locale.ROOT, " after %.1f s and %d polls at %s", end.time().toNanos() / SECOND, end.polls(),
                end.provider()));
        if (end.cost() != null) {
            line.append(", cost ").append(end.cost().amount().toPlainString()).append(' ').append(text(end.cost().currency()));
        }
        if (end.key() != null) {
            line.append(", key ").append(text(end.key()));
        }
        return line.toString();
    }

    private static String text(String untrusted) {
        return UntrustedText.sanitize(untrusted, MAX_TEXT);
    }
}
