package io.github.grokvideo.example.studio;

import java.io.CharConversionException;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;
import io.github.grokvideo.model.SubmissionUnknownException;
import io.github.grokvideo.model.WaitStoppedException;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong, for whoever sits in front of the page.
 *
 * @param title  what, in a few words
 * @param advice what to do
 * @param detail what the gateway or the component says, with the job's id; {@code null} where that helps nobody
 * @param status the HTTP status where this is an answer
 */
public record Problem(String title, String advice, String detail, @JsonIgnore int status) {

    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

    /** Answers a request that has failed. */
    public static void answer(Exchange exchange) {
        Problem problem = of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        exchange.getMessage().setBody(problem);
    }

    static Problem of(Throwable failure) {
        Throwable cause = failure;
        while (!isKnown(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ModerationException) {
            return new Problem(
                    "This one is not allowed", "The model's content policy blocked it. Other words or another image may pass.",
                    cause.getMessage(), 422);
        }
        if (cause instanceof QuotaException) {
            return new Problem(
                    "The account is used up", "Whoever runs this studio has to top it up. Your idea is still here.",
                    cause.getMessage(), 503);
        }
        if (cause instanceof CostLimitException) {
            return new Problem("That would cost too much", "Make it shorter, or fewer at a time.", cause.getMessage(), 422);
        }
        if (cause instanceof AuthenticationException) {
            return new Problem(
                    "The gateway does not know this studio", "Whoever runs it has to look at its key.", null, 503);
        }
        if (cause instanceof InvalidRequestException) {
            return new Problem("That cannot be made", "Something in the request does not fit.", cause.getMessage(), 400);
        }
        if (cause instanceof JobTimeoutException) {
            return new Problem(
                    "It takes very long", "The gateway goes on with it; the studio has stopped to wait.", cause.getMessage(),
                    504);
        }
        if (cause instanceof WaitStoppedException) {
            return new Problem(
                    "The studio was stopped", "The gateway goes on with it, and may bill it.", cause.getMessage(), 503);
        }
        if (cause instanceof DownloadException) {
            return new Problem(
                    "The video could not be fetched", "It was made, and is with the gateway.", cause.getMessage(), 502);
        }
        if (cause instanceof SubmissionUnknownException) {
            return new Problem(
                    "The gateway did not answer", "It may be making the video all the same, and bill it.", cause.getMessage(),
                    502);
        }
        if (cause instanceof JobFailedException) {
            return new Problem(
                    "It did not work out", "The model has failed on this one. Another try may do.", cause.getMessage(), 502);
        }
        if (cause instanceof GatewayException) {
            return new Problem(
                    "The gateway is in trouble", "It is not you. Try again in a while.", cause.getMessage(), 502);
        }
        if (cause instanceof JsonProcessingException) {
            return new Problem("That cannot be made", "The request is not what this studio understands.", null, 400);
        }
        if (cause instanceof CharConversionException) {
            return new Problem("That cannot be made", "The request is not text in UTF-8.", null, 400);
        }
        if (cause instanceof IllegalArgumentException) {
            return new Problem("That cannot be made", cause.getMessage(), null, 400);
        }
        LOG.error("Not foreseen", failure);
        return new Problem("Something went wrong", "The log of the studio says more.", null, 500);
    }

    private static boolean isKnown(Throwable cause) {
        return cause instanceof GrokVideoException || cause instanceof JsonProcessingException
                || cause instanceof CharConversionException;
    }
}
