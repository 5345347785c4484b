package io.github.grokvideo.model;

/**
 * Something went wrong with a video. The subclasses tell what, so that {@code onException} can treat them apart; each
 * carries the job's id as soon as there is one, so that no paid job is ever lost.
 */
public class GrokVideoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String jobId;
    private final String code;
    private final Integer httpStatus;
    private final boolean retryable;

    public GrokVideoException(Builder failure) {
        super(failure.text(), failure.cause);
        this.jobId = failure.jobId;
        this.code = failure.code;
        this.httpStatus = failure.httpStatus;
        this.retryable = failure.retryable;
    }

    /** The gateway's id of the job, or {@code null} if no job is known to exist. */
    public String getJobId() {
        return jobId;
    }

    /** The gateway's error code, such as {@code INSUFFICIENT_BALANCE}, or {@code null} if it named none. */
    public String getCode() {
        return code;
    }

    /** The HTTP status of the answer, or {@code null} if there was none or it does not matter. */
    public Integer getHttpStatus() {
        return httpStatus;
    }

    /** Whether trying the same again, later, can help. */
    public boolean isRetryable() {
        return retryable;
    }

    /** Starts the description of a failure. */
    public static Builder because(String message) {
        return new Builder(message);
    }

    /** What is known of a failure. */
    public static final class Builder {

        private final String message;
        private String jobId;
        private String code;
        private Integer httpStatus;
        private boolean retryable;
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

        public Builder cause(Throwable cause) {
            this.cause = cause;
            return this;
        }

        private String text() {
            StringBuilder text = new StringBuilder(message);
            if (code != null || httpStatus != null) {
                text.append(" (");
                if (httpStatus != null) {
                    text.append("HTTP ").append(httpStatus).append(code == null ? "" : ", ");
                }
                if (code != null) {
                    text.append("code ").append(UntrustedText.printable(code, 100));
                }
                text.append(')');
            }
            if (jobId != null) {
                text.append(" [job ").append(UntrustedText.printable(jobId, 256)).append(']');
            }
            return text.toString();
        }
    }
}
