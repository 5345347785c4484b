package io.github.grokvideo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.github.grokvideo.internal.text.UntrustedText;

/**
 * The superclass of all exceptions of the component. The subclasses distinguish the causes, so that {@code onException}
 * can handle them separately. An exception contains the job's id as soon as there is one, so that no charged job is
 * lost.
 */
public class GrokVideoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String jobId;
    private final String code;
    private final Integer httpStatus;
    private final boolean retryable;
    private final transient Cost cost;

    public GrokVideoException(Builder failure) {
        super(failure.text(), failure.cause);
        this.jobId = failure.jobId;
        this.code = failure.code;
        this.httpStatus = failure.httpStatus;
        this.cost = failure.cost;
        this.retryable = failure.retryable && !failure.isBilled();
    }

    /** Returns the gateway's id of the job; {@code null} if no job is known to exist. */
    public String getJobId() {
        return jobId;
    }

    /** Returns the error code, such as {@code INSUFFICIENT_BALANCE}; {@code null} if there is none. */
    public String getCode() {
        return code;
    }

    /** Returns the HTTP status of the response; {@code null} if there was no response, or it is not relevant. */
    public Integer getHttpStatus() {
        return httpStatus;
    }

    /**
     * Returns what the gateway reports as charged although there is no video; never an estimate. {@code null} if it
     * reports no charge, which does not mean that there was none.
     */
    public Cost getCost() {
        return cost;
    }

    /**
     * Returns whether a later retry of the same request can help. Always {@code false} for a failure that was charged,
     * since a retry would be charged again.
     */
    public boolean isRetryable() {
        return retryable;
    }

    /** Returns a builder of an exception with a message, to which the other details are appended. */
    public static Builder because(String message) {
        return new Builder(message);
    }

    /** Builds exceptions. Not thread-safe. */
    public static final class Builder {

        private final String message;
        private String jobId;
        private String code;
        private Integer httpStatus;
        private boolean retryable;
        private Cost cost;
        private Throwable cause;

        private Builder(String message) {
            this.message = message;
        }

        public Builder jobId(String jobId) {
            this.jobId = jobId;
            return this;
        }

        public Builder code(String code) {
            this.code = code;
            return this;
        }

        public Builder httpStatus(Integer httpStatus) {
            this.httpStatus = httpStatus;
            return this;
        }

        public Builder retryable(boolean retryable) {
            this.retryable = retryable;
            return this;
        }

        /**
         * Sets what was charged although there is no video. An estimate is not a charge, and is ignored.
         *
         * @param charged {@code null} if no charge is known
         */
        public Builder cost(Cost charged) {
            this.cost = charged == null || charged.estimated() ? null : charged;
            return this;
        }

        public Builder cause(Throwable cause) {
            this.cause = cause;
            return this;
        }

        private boolean isBilled() {
            return cost != null && cost.amount().signum() > 0;
        }

        private String text() {
            StringBuilder text = new StringBuilder(message);
            List<String> facts = new ArrayList<>();
            if (httpStatus != null) {
                facts.add("HTTP " + httpStatus);
            }
            if (code != null) {
                facts.add("code " + UntrustedText.sanitize(code, 100));
            }
            if (isBilled()) {
                facts.add("was billed " + cost.amount().toPlainString() + " " + cost.currency());
            }
            if (!facts.isEmpty()) {
                text.append(facts.stream().collect(Collectors.joining(", ", " (", ")")));
            }
            if (jobId != null) {
                text.append(" [job ").append(UntrustedText.sanitize(jobId, 256)).append(']');
            }
            return text.toString();
        }
    }
}
