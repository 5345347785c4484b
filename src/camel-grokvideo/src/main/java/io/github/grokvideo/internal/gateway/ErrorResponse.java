package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import io.github.grokvideo.internal.gateway.http.HttpReply;
import io.github.grokvideo.internal.gateway.http.RetryAfter;
import io.github.grokvideo.internal.gateway.http.SecretMask;
import io.github.grokvideo.internal.gateway.response.ErrorClassifier;
import io.github.grokvideo.internal.gateway.response.ErrorCodes;
import io.github.grokvideo.internal.gateway.response.ErrorReader;
import io.github.grokvideo.internal.gateway.response.JobLookupError;
import io.github.grokvideo.internal.gateway.response.JobReader;
import io.github.grokvideo.internal.gateway.response.ProxyPage;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;

/**
 * What an error response means to a route: the exception, by code first and then by HTTP status, and whether the
 * request may have had an effect.
 *
 * @param reply  the response
 * @param jobId  the job that was asked for, or {@code null} if the request was no status request
 * @param secret the API key, which is masked; or {@code null}
 * @param clock  for dates in {@code Retry-After}
 */
record ErrorResponse(HttpReply reply, String jobId, String secret, Clock clock) {

    // rejected by every provider behind the gateway: definite, although the status is 502
    private static final Set<String> DEFINITE = Set.of("ALL_PROVIDERS_EXHAUSTED");
    // the request is the cause, whether the gateway or a proxy says so
    private static final Set<Integer> REFUSED_REQUESTS = Set.of(400, 405, 411, 413, 414, 415, 422, 431);
    private static final int MAX_MESSAGE = 500;
    private static final int MAX_TITLE = 150;

    /** Whether a 404 is about the model, and so comes from a gateway that knows the path. */
    static boolean isModelError(HttpReply reply) {
        return MissingModel.isCode(ErrorReader.readError(reply.body()).code());
    }

    /** The failure that a response with an error status stands for. */
    CallFailure refused() {
        return refused(false);
    }

    /** The same for a request that changes a job: an unexplained conflict is one with a job that exists. */
    CallFailure refusedChange() {
        return refused(true);
    }

    private CallFailure refused(boolean change) {
        int status = reply.status();
        String page = status == 407 ? null : ProxyPage.title(reply);
        if (page != null) {
            return fromProxy(page);
        }
        boolean passing = status == 408 || status == 425 || status == 429 || status >= 500;
        ErrorReader.Refusal refusal = ErrorReader.readRefusal(reply.body(), !passing);
        JobError error = refusal.error();
        String code = normal(error.code());
        boolean unknownJob = status == 404 || status == 410;
        if (jobId != null && ErrorClassifier.of(error, !passing) != JobError.Kind.MODERATION) {
            JobLookupError.Meaning meaning = JobLookupError.of(status, error);
            passing |= meaning == JobLookupError.Meaning.NOT_READY;
            boolean conflict = change && status == 409 && !JobLookupError.isUnknown(error);
            unknownJob = meaning == JobLookupError.Meaning.UNKNOWN_JOB && !conflict;
        }
        GrokVideoException exception = exception(
                status, code, unknownJob && status != 404 && status != 410 ? error.withCode(ErrorCodes.JOB_NOT_FOUND) : error,
                refusal.cost(), passing);
        if (exception instanceof ModerationException || exception instanceof AuthenticationException
                || exception instanceof QuotaException) {
            passing = false;
        }
        if (jobId == null && exception.getCost() != null && !exception.isRetryable()) {
            // it was charged, so the gateway did something
            passing = false;
        }
        // 425 and 429 say that nothing was started; after the others the outcome is unknown
        boolean ambiguous = passing && status != 429 && status != 425 && !DEFINITE.contains(code);
        return new CallFailure(
                ambiguous ? CallFailure.Effect.UNKNOWN : CallFailure.Effect.REFUSED, passing,
                retryAfter(), unknownJob, exception);
    }

    // a proxy, a firewall, a captive portal: it knows nothing about a running job
    private CallFailure fromProxy(String page) {
        int status = reply.status();
        boolean unclear = reply.isSuccess() || status == 408 || status >= 500 && status != 511;
        boolean passing = jobId != null || unclear || status == 425 || status == 429 || status == 511;
        String title = UntrustedText.sanitize(withoutSecret(page), MAX_TITLE);
        GrokVideoException.Builder failure = GrokVideoException.because(
                "A proxy or firewall responded instead of the gateway" + (title.isBlank() ? "" : ": " + title))
                .httpStatus(status).jobId(jobId).retryable(passing);
        boolean ofTheRequest = jobId == null && REFUSED_REQUESTS.contains(status);
        return new CallFailure(
                unclear ? CallFailure.Effect.UNKNOWN : CallFailure.Effect.REFUSED, passing,
                retryAfter(),
                ofTheRequest ? new InvalidRequestException(failure) : new GatewayException(failure));
    }

    // an error about the request in a response with a status of success
    private CallFailure errorWithSuccess() {
        ErrorReader.SuccessWithError answer = ErrorReader.readSuccessWithError(reply.body());
        if (answer == null) {
            return null;
        }
        JobError error = answer.error();
        Integer meant = answer.status();
        if (meant == null) {
            String said = UntrustedText.sanitize(withoutSecret(error.message()), MAX_MESSAGE);
            GrokVideoException.Builder failure = GrokVideoException.because(
                    "Cannot read the gateway's response: it has an error instead of a job id"
                                                                            + (said.isBlank() ? "" : ": " + said))
                    .retryable(true);
            return new CallFailure(
                    CallFailure.Effect.UNKNOWN, true, retryAfter(),
                    new GatewayException(describe(failure, error, answer.cost())));
        }
        boolean passing = meant == 429;
        return new CallFailure(
                CallFailure.Effect.REFUSED, passing, retryAfter(),
                exception(meant, normal(error.code()), error, answer.cost(), passing));
    }

    /** The failure that a response with a status of success stands for that is no job. */
    CallFailure unreadable(IOException why) {
        String page = ProxyPage.title(reply);
        if (page != null) {
            return fromProxy(page);
        }
        boolean ofTheRequest = jobId == null || why instanceof JobReader.RejectedStatusRequestException;
        CallFailure refusal = ofTheRequest ? errorWithSuccess() : null;
        if (refusal != null) {
            return refusal;
        }
        if (why instanceof JobLookupError.UnknownJobException) {
            String said = UntrustedText.sanitize(why.getMessage(), MAX_MESSAGE);
            return new CallFailure(
                    CallFailure.Effect.REFUSED, false, null, true,
                    new InvalidRequestException(
                            GrokVideoException.because("The gateway rejected the request: " + said)
                                    .code(ErrorCodes.JOB_NOT_FOUND)
                                    .httpStatus(reply.status()).jobId(jobId)));
        }
        return new CallFailure(
                CallFailure.Effect.UNKNOWN, true, null,
                new GatewayException(
                        GrokVideoException.because("Cannot read the gateway's response: " + why.getMessage())
                                .httpStatus(reply.status()).jobId(jobId).retryable(true)));
    }

    // meant is the HTTP status that decides, which a response with a status of success implies
    private GrokVideoException exception(int meant, String code, JobError error, Cost cost, boolean passing) {
        String said = UntrustedText.sanitize(withoutSecret(error.message()), MAX_MESSAGE);
        String detail = said.isBlank() ? "" : ": " + said;
        GrokVideoException.Builder failure;
        if (passing && jobId != null) {
            // whatever the code: a failed status request is not a failed job
            failure = GrokVideoException.because("The gateway failed temporarily" + detail).retryable(true);
            return new GatewayException(describe(failure, error, cost));
        }
        boolean codeOnly = meant == 408 || meant == 425 || meant == 429;
        if (codeOnly
                ? ErrorClassifier.isModerationCode(code) : ErrorClassifier.of(error, !passing) == JobError.Kind.MODERATION) {
            failure = GrokVideoException.because("The content policy blocked the request" + detail);
            return new ModerationException(describe(failure, error, cost));
        }
        if (meant == 407) {
            failure = GrokVideoException.because(
                    "The proxy server requires valid credentials; check the options proxyAuthUsername and proxyAuthPassword"
                                                 + detail);
            return new GatewayException(failure.httpStatus(reply.status()).jobId(jobId));
        }
        if (code.equals("INSUFFICIENT_BALANCE") || meant == 402) {
            failure = GrokVideoException.because("Insufficient balance" + detail);
            return new QuotaException(describe(failure, error, cost));
        }
        // xAI returns 400 for a wrong key
        boolean wrongKey = meant == 400 && said.toLowerCase(Locale.ROOT).contains("api key");
        if (code.equals("AUTHENTICATION_FAILED") || meant == 401 || meant == 403 || wrongKey) {
            failure = GrokVideoException
                    .because("The gateway rejected the API key; check the option apiKey or the environment variable"
                             + detail);
            return new AuthenticationException(describe(failure, error, cost));
        }
        if (passing) {
            failure = GrokVideoException.because("The gateway failed temporarily" + detail).retryable(true);
            return new GatewayException(describe(failure, error, cost));
        }
        if (meant >= 400 && meant < 500) {
            failure = GrokVideoException.because("The gateway rejected the request" + detail);
            return new InvalidRequestException(describe(failure, error, cost));
        }
        failure = GrokVideoException.because(
                "The gateway returned a redirect or another unexpected status; check the option baseUrl" + detail);
        return new GatewayException(describe(failure, error, cost));
    }

    private GrokVideoException.Builder describe(GrokVideoException.Builder failure, JobError error, Cost cost) {
        return failure.httpStatus(reply.status()).code(withoutSecret(error.code())).jobId(jobId).cost(cost);
    }

    // gateways may quote the key
    private String withoutSecret(String text) {
        return SecretMask.ofAny(secret).mask(text);
    }

    private static String normal(String code) {
        return code == null ? "" : code.trim().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private Duration retryAfter() {
        return RetryAfter.parse(reply.retryAfter(), clock);
    }

    @Override
    public String toString() {
        return "ErrorResponse[" + reply.status() + "]";
    }
}
