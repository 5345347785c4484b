package io.github.grokvideo.example.studio;

import java.io.CharConversionException;
import java.math.BigDecimal;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.BudgetExceededException;
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
 * A failure, described for the user of the page.
 *
 * @param title  what failed, in a few words
 * @param advice what to do
 * @param detail the message of the gateway or the component, with the job's id; {@code null} if not helpful
 * @param status the HTTP status if this is a response
 */
public record Problem(String title, String advice, String detail, @JsonIgnore int status) {

    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

    /** Writes the response to a failed request. */
    public static void answer(Exchange exchange) {
        Problem problem = of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
        exchange.getMessage().setBody(problem);
    }

    /**
     * What is to be said of a film that the user has cancelled.
     *
     * @param charged {@code null} if the gateway does not say
     */
    static Problem cancelled(BigDecimal charged, String currency) {
        String bill = charged == null
                ? "The gateway does not say what it costs, and may charge it."
                : charged.signum() == 0
                        ? "The gateway charged nothing for it."
                : "The gateway charged " + charged.setScale(Math.max(2, charged.scale())).toPlainString() + " " + currency
                  + " for it.";
        return new Problem("Cancelled", bill, null, 200);
    }

    static Problem of(Throwable failure) {
        Throwable cause = failure;
        while (!isKnown(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ModerationException) {
            return new Problem(
                    "Not allowed by the content policy", "Try another description, or another image.",
                    cause.getMessage(), 422);
        }
        if (cause instanceof QuotaException) {
            return new Problem(
                    "Insufficient balance", "The operator of this studio needs to add funds. Your text is kept.",
                    cause.getMessage(), 503);
        }
        if (cause instanceof BudgetExceededException exceeded) {
            Instant until = exceeded.getBudget().until();
            return new Problem(
                    "The budget is used up",
                    until == null
                            ? "The operator of this studio needs to raise it."
                            : "A shorter video may still fit. It is available again on " + until + ".",
                    cause.getMessage(), 503);
        }
        if (cause instanceof CostLimitException) {
            return new Problem("Above the cost limit", "Choose a shorter length, or fewer videos.", cause.getMessage(), 422);
        }
        if (cause instanceof AuthenticationException) {
            return new Problem(
                    "The API key is not accepted", "The operator of this studio needs to check the key.", null, 503);
        }
        if (cause instanceof InvalidRequestException) {
            return new Problem("Invalid request", "The request was rejected.", cause.getMessage(), 400);
        }
        if (cause instanceof JobTimeoutException) {
            return new Problem(
                    "The video takes too long", "It is still being generated, but the studio stopped waiting for it.",
                    cause.getMessage(),
                    504);
        }
        if (cause instanceof WaitStoppedException) {
            return new Problem("The studio was stopped", "Try again when it is running.", cause.getMessage(), 503);
        }
        if (cause instanceof DownloadException) {
            return new Problem(
                    "The video could not be downloaded", "It was generated, and is available at the gateway.",
                    cause.getMessage(), 502);
        }
        if (cause instanceof SubmissionUnknownException) {
            return new Problem(
                    "No response from the gateway", "The video may still be generated, and charged.", cause.getMessage(),
                    502);
        }
        if (cause instanceof JobFailedException) {
            return new Problem(
                    "The video could not be generated", "The model failed. Try again.", cause.getMessage(), 502);
        }
        if (cause instanceof GatewayException) {
            return new Problem(
                    "Gateway error", "Try again later.", cause.getMessage(), 502);
        }
        if (cause instanceof JsonProcessingException) {
            return new Problem("Invalid request", "The request is not the JSON that this studio expects.", null, 400);
        }
        if (cause instanceof CharConversionException) {
            return new Problem("Invalid request", "The request is not UTF-8 text.", null, 400);
        }
        if (cause instanceof IllegalArgumentException) {
            return new Problem("Invalid request", cause.getMessage(), null, 400);
        }
        LOG.error("Unexpected failure", failure);
        return new Problem("Something went wrong", "See the log of the studio.", null, 500);
    }

    private static boolean isKnown(Throwable cause) {
        return cause instanceof GrokVideoException || cause instanceof JsonProcessingException
                || cause instanceof CharConversionException;
    }
}
