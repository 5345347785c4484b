package io.github.grokvideo.internal.camel.message;

import java.util.Collection;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.VideoJob;
import org.apache.camel.Exchange;

/**
 * Reads the id of the job that a message is about: from its body if that is an id or a job, or else from the header.
 */
public final class JobIds {

    private static final int MAX_LENGTH = 256;

    private JobIds() {
    }

    /**
     * @param  operation               for messages
     * @throws InvalidRequestException if there is no id, or more than one
     */
    public static String read(Exchange exchange, GrokVideoOperation operation) {
        String id = find(exchange, operation);
        if (id == null || id.isBlank()) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "No job id: " + operation + " takes it from the header " + GrokVideoConstants.JOB_ID
                                               + " or the body"));
        }
        if (id.length() > MAX_LENGTH || id.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "The " + (exchange.getIn().getHeader(GrokVideoConstants.JOB_ID) == null
                                    ? "body"
                                    : "header " + GrokVideoConstants.JOB_ID)
                                               + " (" + id.length() + " characters) is not a job id, which has at most "
                                               + MAX_LENGTH + " characters and no whitespace"));
        }
        return id;
    }

    /** The provider that has the job, or {@code null} if the message does not say. */
    public static String provider(Exchange exchange) {
        return MessageValues.text(exchange.getIn(), GrokVideoConstants.PROVIDER, null);
    }

    private static String find(Exchange exchange, GrokVideoOperation operation) {
        Object body = exchange.getIn().getBody();
        if (body instanceof VideoJob job) {
            return job.id();
        }
        if (body instanceof Collection<?> several && several.size() != 1) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "The body holds " + several.size() + " job ids, " + operation
                                               + " takes one: split the body first"));
        }
        if (body instanceof String text && !text.isBlank()
                && (exchange.getIn().getHeader(GrokVideoConstants.JOB_ID) == null || isOneOf(exchange, text.trim()))) {
            return text.trim();
        }
        String header = MessageValues.text(exchange.getIn(), GrokVideoConstants.JOB_ID, null);
        if (header != null || body == null) {
            return header;
        }
        String text = exchange.getIn().getBody(String.class);
        return text == null ? null : text.trim();
    }

    // after a submission of several, a split makes each id a body, while the header still names the first
    private static boolean isOneOf(Exchange exchange, String id) {
        return exchange.getIn().getHeader(GrokVideoConstants.JOB_IDS) instanceof Collection<?> ids && ids.contains(id);
    }
}
