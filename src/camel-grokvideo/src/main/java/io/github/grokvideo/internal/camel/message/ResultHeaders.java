package io.github.grokvideo.internal.camel.message;

import java.util.List;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.Video;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the headers that describe a job. */
public final class ResultHeaders {

    private static final Logger LOG = LoggerFactory.getLogger(ResultHeaders.class);
    private static final int MAX_TEXT = 200;
    private static final int MAX_LOGGED_WARNING = 500;

    private static final List<String> ALL = List.of(
            GrokVideoConstants.JOB_ID, GrokVideoConstants.JOB_IDS, GrokVideoConstants.PROVIDER,
            GrokVideoConstants.REUSED, GrokVideoConstants.STATUS,
            GrokVideoConstants.PROGRESS,
            GrokVideoConstants.ELAPSED, GrokVideoConstants.VIDEO_URL, GrokVideoConstants.VIDEO_URLS,
            GrokVideoConstants.EXPIRES_AT,
            GrokVideoConstants.VIDEO_DURATION, GrokVideoConstants.VIDEO_SIZE, GrokVideoConstants.VIDEO_LENGTH,
            GrokVideoConstants.COST, GrokVideoConstants.COST_CURRENCY, GrokVideoConstants.COST_ESTIMATED,
            GrokVideoConstants.EXECUTED_MODEL, GrokVideoConstants.EXECUTED_PROVIDER, GrokVideoConstants.WARNINGS);

    private ResultHeaders() {
    }

    /** Removes the headers that an earlier step has written of its job. */
    public static void clear(Message message) {
        if (message.hasHeaders()) {
            ALL.forEach(message::removeHeader);
        }
    }

    public static void write(Message message, VideoJob job) {
        message.setHeader(GrokVideoConstants.JOB_ID, job.id());
        message.setHeader(GrokVideoConstants.STATUS, job.status().name());
        if (!job.parts().isEmpty()) {
            message.setHeader(GrokVideoConstants.JOB_IDS, job.parts().stream().map(VideoJob::id).toList());
        }
        set(message, GrokVideoConstants.PROGRESS, job.progress());
        set(message, GrokVideoConstants.EXPIRES_AT, job.expiresAt());
        set(message, GrokVideoConstants.VIDEO_DURATION, job.seconds());
        set(message, GrokVideoConstants.VIDEO_SIZE, sanitized(job.size()));
        set(message, GrokVideoConstants.EXECUTED_MODEL, sanitized(job.executedModel()));
        set(message, GrokVideoConstants.EXECUTED_PROVIDER, sanitized(job.provider()));
        boolean failed = job.isFinal() && job.status() != JobStatus.COMPLETED;
        if (failed && (job.cost() == null || job.cost().estimated())) {
            removeEstimate(message);
        } else if (job.cost() != null) {
            writeCost(message, job.cost());
        }
        if (!job.videos().isEmpty()) {
            message.setHeader(GrokVideoConstants.VIDEO_URL, job.videos().get(0).url());
            message.setHeader(GrokVideoConstants.VIDEO_URLS, job.videos().stream().map(Video::url).toList());
        }
    }

    private static void set(Message message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }

    private static String sanitized(String text) {
        return text == null ? null : UntrustedText.sanitize(text, MAX_TEXT);
    }

    public static void writeCost(Message message, Cost cost) {
        message.setHeader(GrokVideoConstants.COST, cost.amount());
        message.setHeader(GrokVideoConstants.COST_CURRENCY, cost.currency());
        message.setHeader(GrokVideoConstants.COST_ESTIMATED, cost.estimated());
    }

    /** Removes a cost that was only estimated: a failed job is charged as the gateway says, or not at all. */
    public static void removeEstimate(Message message) {
        if (Boolean.TRUE.equals(message.getHeader(GrokVideoConstants.COST_ESTIMATED))) {
            message.removeHeader(GrokVideoConstants.COST);
            message.removeHeader(GrokVideoConstants.COST_CURRENCY);
            message.removeHeader(GrokVideoConstants.COST_ESTIMATED);
        }
    }

    /** Writes and logs the warnings; without any, removes those of an earlier step. */
    public static void writeWarnings(Message message, List<String> warnings) {
        if (warnings.isEmpty()) {
            message.removeHeader(GrokVideoConstants.WARNINGS);
            return;
        }
        warnings.forEach(warning -> LOG.warn("{}", UntrustedText.sanitize(warning, MAX_LOGGED_WARNING)));
        message.setHeader(GrokVideoConstants.WARNINGS, List.copyOf(warnings));
    }
}
