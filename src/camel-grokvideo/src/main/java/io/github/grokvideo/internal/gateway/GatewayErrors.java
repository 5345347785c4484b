package io.github.grokvideo.internal.gateway;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.github.grokvideo.internal.gateway.http.HttpReply;
import io.github.grokvideo.internal.gateway.http.HttpTransport;
import io.github.grokvideo.internal.gateway.http.RetryAfter;
import io.github.grokvideo.internal.text.UntrustedText;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.Cost;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import io.github.grokvideo.model.JobError;
import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobStatus;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;
import io.github.grokvideo.model.VideoJob;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Turns what went wrong at a gateway into the exception a route can tell apart: by code first, then by HTTP status. */
public final class GatewayErrors {

    /** The code where an answer of another HTTP status than 404 and 410 says that there is no such job. */
    public static final String JOB_NOT_FOUND = "JOB_NOT_FOUND";

    private static final Set<String> MODEL_ERRORS = Set.of("MODEL_NOT_FOUND", "MODEL_DISABLED", "RECORDING_NOT_FOUND");
    // refused by every provider behind the gateway: definite, though it comes as a 502
    private static final Set<String> DEFINITE = Set.of("ALL_PROVIDERS_EXHAUSTED");
    // the request is the reason, whoever says so
    private static final Set<Integer> REFUSED_REQUESTS = Set.of(400, 405, 411, 413, 414, 415, 422, 431);
    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_TITLE = 150;
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(1);
    private static final int BROKEN_CONNECTIONS_THAT_COUNT = 5;

    private GatewayErrors() {
    }

    /** Whether a 404 speaks of the model, and so comes from a gateway that knows the path. */
    static boolean isModelError(HttpReply reply) {
        return MODEL_ERRORS.contains(normal(JobReader.readError(reply.body()).code()));
    }

    /** A request that was answered with an error. */
    static CallFailure refused(HttpReply reply, String jobId, String secret, Clock clock) {
        int status = reply.status();
        String page = status == 407 ? null : ForeignPage.title(reply);
        if (page != null) {
            return answeredByAnother(reply, page, jobId, secret, clock);
        }
        boolean passing = status == 408 || status == 425 || status == 429 || status >= 500;
        JobReader.Refusal refusal = JobReader.readRefusal(reply.body(), !passing);
        JobError error = refusal.error();
        String code = normal(error.code());
        boolean unknownJob = status == 404 || status == 410;
        if (jobId != null && RefusalWords.of(error, !passing) != JobError.Kind.MODERATION) {
            AbsentJob.Meaning meaning = AbsentJob.of(status, error);
            passing |= meaning == AbsentJob.Meaning.NOT_READY;
            unknownJob = meaning == AbsentJob.Meaning.UNKNOWN_JOB;
        }
        GrokVideoException exception = exception(
                status, status, code, unknownJob && status != 404 && status != 410 ? error.withCode(JOB_NOT_FOUND) : error,
                refusal.cost(),
                jobId, secret, passing);
        if (exception instanceof ModerationException || exception instanceof AuthenticationException
                || exception instanceof QuotaException) {
            passing = false;
        }
        if (jobId == null && exception.getCost() != null && !exception.isRetryable()) {
            // it was billed: something was made of it
            passing = false;
        }
        // 425 and 429 say that nothing was begun; after the others nobody knows
        boolean ambiguous = passing && status != 429 && status != 425 && !DEFINITE.contains(code);
        return new CallFailure(
                ambiguous ? CallFailure.Effect.UNKNOWN : CallFailure.Effect.REFUSED, passing,
                RetryAfter.parse(reply.retryAfter(), clock), unknownJob, exception);
    }

    /** A request without an answer. */
    static CallFailure unanswered(Throwable thrown, String address, String jobId) {
        Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof CallFailure failure) {
            return failure;
        }
        boolean sent = !(cause instanceof HttpTransport.NotSentException);
        Throwable reason = sent || cause.getCause() == null ? cause : cause.getCause();
        boolean connected = sent && !(reason instanceof ConnectException) && !(reason instanceof UnknownHostException);
        String what = reason instanceof TimeoutException || reason instanceof CancellationException
                ? "No answer from the gateway at " + address + " in time"
                : connected ? "The connection to the gateway at " + address + " broke: " + explain(reason)
                : "Cannot connect to the gateway at " + address + ": " + explain(reason);
        return new CallFailure(
                sent ? CallFailure.Effect.UNKNOWN : CallFailure.Effect.NOT_SENT, true, null,
                new GatewayException(GrokVideoException.because(what).jobId(jobId).retryable(true).cause(reason)));
    }

    static boolean isUnknownHost(Throwable thrown) {
        return reason(thrown) instanceof UnknownHostException;
    }

    /** How many requests in a row that failed like this are an outage; 0 if it says nothing of the gateway. */
    static int failuresThatCount(Throwable thrown, Duration timeout) {
        Throwable reason = reason(thrown);
        if (reason instanceof CancellationException || reason instanceof HttpTransport.StoppedException) {
            return 0;
        }
        if (reason instanceof TimeoutException) {
            // the time limit may be what was left of the job's
            return timeout.compareTo(SHORT_TIMEOUT) < 0 ? 2 : 1;
        }
        boolean unconnected = reason instanceof ConnectException || reason instanceof UnknownHostException
                || reason instanceof NoRouteToHostException || reason instanceof SSLException
                || reason instanceof ConnectTimeoutException;
        return unconnected ? 1 : BROKEN_CONNECTIONS_THAT_COUNT;
    }

    private static Throwable reason(Throwable thrown) {
        Throwable reason = thrown;
        while ((reason instanceof CompletionException || reason instanceof HttpTransport.NotSentException)
                && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }

    // a proxy, a firewall, a captive portal: of a job that is under way it knows nothing
    private static CallFailure answeredByAnother(HttpReply reply, String page, String jobId, String secret, Clock clock) {
        int status = reply.status();
        boolean unclear = reply.isSuccess() || status == 408 || status >= 500 && status != 511;
        boolean passing = jobId != null || unclear || status == 425 || status == 429 || status == 511;
        String title = UntrustedText.printable(withoutSecret(page, secret), LONGEST_TITLE);
        GrokVideoException.Builder failure = GrokVideoException.because(
                "A proxy or firewall between here and the gateway answered" + (title.isBlank() ? "" : ": " + title))
                .httpStatus(status).jobId(jobId).retryable(passing);
        boolean ofTheRequest = jobId == null && REFUSED_REQUESTS.contains(status);
        return new CallFailure(
                unclear ? CallFailure.Effect.UNKNOWN : CallFailure.Effect.REFUSED, passing,
                RetryAfter.parse(reply.retryAfter(), clock),
                ofTheRequest ? new InvalidRequestException(failure) : new GatewayException(failure));
    }

    // an error about the request that came with a success
    private static CallFailure refusedWithSuccess(HttpReply reply, String jobId, String secret, Clock clock) {
        JobReader.ErrorAnswer answer = JobReader.readErrorAnswer(reply.body());
        if (answer == null) {
            return null;
        }
        JobError error = answer.error();
        Integer meant = answer.status();
        if (meant == null) {
            String said = UntrustedText.printable(withoutSecret(error.message(), secret), LONGEST_MESSAGE);
            GrokVideoException.Builder failure = GrokVideoException.because(
                    "Cannot read the gateway's answer: it names no job id, but an error" + (said.isBlank() ? "" : ": " + said))
                    .retryable(true);
            return new CallFailure(
                    CallFailure.Effect.UNKNOWN, true, RetryAfter.parse(reply.retryAfter(), clock),
                    new GatewayException(describe(failure, reply.status(), error, answer.cost(), jobId, secret)));
        }
        boolean passing = meant == 429;
        return new CallFailure(
                CallFailure.Effect.REFUSED, passing, RetryAfter.parse(reply.retryAfter(), clock),
                exception(meant, reply.status(), normal(error.code()), error, answer.cost(), jobId, secret, passing));
    }

    /** An answer that says success and cannot be understood. */
    static CallFailure unreadable(HttpReply reply, IOException why, String jobId, String secret, Clock clock) {
        String page = ForeignPage.title(reply);
        if (page != null) {
            return answeredByAnother(reply, page, jobId, secret, clock);
        }
        boolean ofTheRequest = jobId == null || why instanceof JobReader.RequestErrorException;
        CallFailure refusal = ofTheRequest ? refusedWithSuccess(reply, jobId, secret, clock) : null;
        if (refusal != null) {
            return refusal;
        }
        if (why instanceof AbsentJob.UnknownJobException) {
            String said = UntrustedText.printable(why.getMessage(), LONGEST_MESSAGE);
            return new CallFailure(
                    CallFailure.Effect.REFUSED, false, null, true,
                    new InvalidRequestException(
                            GrokVideoException.because("The gateway refused the request: " + said).code(JOB_NOT_FOUND)
                                    .httpStatus(reply.status()).jobId(jobId)));
        }
        return new CallFailure(
                CallFailure.Effect.UNKNOWN, true, null,
                new GatewayException(
                        GrokVideoException.because("Cannot read the gateway's answer: " + why.getMessage())
                                .httpStatus(reply.status()).jobId(jobId).retryable(true)));
    }

    /** What a job that ended without a video means to the route. */
    public static GrokVideoException ended(VideoJob job) {
        JobError error = job.error();
        String code = error == null ? null : error.code();
        String said = error == null ? null : error.message();
        String detail = said == null ? "" : ": " + UntrustedText.printable(said, LONGEST_MESSAGE);
        JobError.Kind kind = RefusalWords.of(error, true);
        if (kind == JobError.Kind.MODERATION) {
            return new ModerationException(
                    GrokVideoException.because("The content policy blocked the video" + detail).code(code).jobId(job.id())
                            .cost(job.cost()));
        }
        String what = switch (job.status()) {
            case CANCELLED -> "The job was cancelled";
            case EXPIRED -> "The job expired";
            default -> "The job failed";
        };
        return new JobFailedException(
                GrokVideoException.because(what + detail).code(code).jobId(job.id())
                        .retryable(job.status() == JobStatus.FAILED && kind == JobError.Kind.OTHER && !isDone(code))
                        .cost(job.cost()));
    }

    // the gateway has done, and billed, what it could
    private static boolean isDone(String code) {
        return JobReader.NO_OUTPUT.equals(code);
    }

    // meant is the status by which it is told, of an answer that came with another
    private static GrokVideoException exception(
            int meant, int status, String code, JobError error, Cost cost, String jobId, String secret, boolean passing) {
        String said = UntrustedText.printable(withoutSecret(error.message(), secret), LONGEST_MESSAGE);
        String detail = said.isBlank() ? "" : ": " + said;
        GrokVideoException.Builder failure;
        if (passing && jobId != null) {
            // whatever the code says: a question that fails is not a job that failed
            failure = GrokVideoException.because("The gateway is in trouble" + detail).retryable(true);
            return new GatewayException(describe(failure, status, error, cost, jobId, secret));
        }
        boolean noWords = meant == 408 || meant == 425 || meant == 429;
        if (noWords ? RefusalWords.isModerationCode(code) : RefusalWords.of(error, !passing) == JobError.Kind.MODERATION) {
            failure = GrokVideoException.because("The content policy blocked the request" + detail);
            return new ModerationException(describe(failure, status, error, cost, jobId, secret));
        }
        if (meant == 407) {
            failure = GrokVideoException.because(
                    "The proxy server refuses; check the options proxyAuthUsername and proxyAuthPassword" + detail);
            return new GatewayException(failure.httpStatus(status).jobId(jobId));
        }
        if (code.equals("INSUFFICIENT_BALANCE") || meant == 402) {
            failure = GrokVideoException.because("The account has no balance left for this" + detail);
            return new QuotaException(describe(failure, status, error, cost, jobId, secret));
        }
        // xAI answers a wrong key with 400
        boolean wrongKey = meant == 400 && said.toLowerCase(Locale.ROOT).contains("api key");
        if (code.equals("AUTHENTICATION_FAILED") || meant == 401 || meant == 403 || wrongKey) {
            failure = GrokVideoException.because("The gateway does not accept the API key" + detail);
            return new AuthenticationException(describe(failure, status, error, cost, jobId, secret));
        }
        if (passing) {
            failure = GrokVideoException.because("The gateway is in trouble" + detail).retryable(true);
            return new GatewayException(describe(failure, status, error, cost, jobId, secret));
        }
        if (meant >= 400 && meant < 500) {
            failure = GrokVideoException.because("The gateway refused the request" + detail);
            return new InvalidRequestException(describe(failure, status, error, cost, jobId, secret));
        }
        failure = GrokVideoException.because(
                "The gateway answered with a redirect or something else that is no answer; check the option baseUrl" + detail);
        return new GatewayException(describe(failure, status, error, cost, jobId, secret));
    }

    private static GrokVideoException.Builder describe(
            GrokVideoException.Builder failure, int status, JobError error, Cost cost, String jobId, String secret) {
        return failure.httpStatus(status).code(withoutSecret(error.code(), secret)).jobId(jobId).cost(cost);
    }

    // gateways like to quote the key they were given
    private static String withoutSecret(String text, String secret) {
        return SecretMask.ofAny(secret).mask(text);
    }

    private static String normal(String code) {
        return code == null ? "" : code.trim().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String explain(Throwable reason) {
        if (reason instanceof UnknownHostException) {
            return "its host name is unknown";
        }
        if (reason instanceof ConnectException) {
            return "the connection was refused";
        }
        String text = ClientWords.of(reason, LONGEST_MESSAGE);
        String name = reason instanceof SSLException ? "TLS: " : "";
        return text.isBlank() ? reason.getClass().getSimpleName() : name + text;
    }
}
