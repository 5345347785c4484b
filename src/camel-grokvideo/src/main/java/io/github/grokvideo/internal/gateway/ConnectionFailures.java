package io.github.grokvideo.internal.gateway;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import io.github.grokvideo.internal.gateway.http.HttpClientMessage;
import io.github.grokvideo.internal.gateway.http.NotSentException;
import io.github.grokvideo.internal.gateway.http.StoppedException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** What it means that a request got no response: whether it was sent, and whether the gateway may be down. */
final class ConnectionFailures {

    private static final int MAX_MESSAGE = 500;
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(1);
    private static final int BROKEN_CONNECTIONS_UNTIL_OUTAGE = 5;

    private ConnectionFailures() {
    }

    /** The failure of a request that got no response. */
    static CallFailure of(Throwable thrown, String address, String jobId) {
        Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof CallFailure failure) {
            return failure;
        }
        boolean sent = !(cause instanceof NotSentException);
        Throwable reason = sent || cause.getCause() == null ? cause : cause.getCause();
        boolean connected = sent && !(reason instanceof ConnectException) && !(reason instanceof UnknownHostException);
        String what = reason instanceof TimeoutException || reason instanceof CancellationException
                ? "No response from the gateway at " + address + " in time"
                : connected ? "The connection to the gateway at " + address + " failed: " + explain(reason)
                : "Cannot connect to the gateway at " + address + ": " + explain(reason);
        return new CallFailure(
                sent ? CallFailure.Effect.UNKNOWN : CallFailure.Effect.NOT_SENT, true, null,
                new GatewayException(GrokVideoException.because(what).jobId(jobId).retryable(true).cause(reason)));
    }

    static boolean isUnknownHost(Throwable thrown) {
        return reason(thrown) instanceof UnknownHostException;
    }

    /** How many consecutive failures of this kind are an outage; 0 if it says nothing about the gateway. */
    static int failuresUntilOutage(Throwable thrown, Duration timeout) {
        Throwable reason = reason(thrown);
        if (reason instanceof CancellationException || reason instanceof StoppedException) {
            return 0;
        }
        if (reason instanceof TimeoutException) {
            // a short timeout may be the rest of the jobTimeout
            return timeout.compareTo(SHORT_TIMEOUT) < 0 ? 2 : 1;
        }
        boolean unconnected = reason instanceof ConnectException || reason instanceof UnknownHostException
                || reason instanceof NoRouteToHostException || reason instanceof SSLException
                || reason instanceof ConnectTimeoutException;
        return unconnected ? 1 : BROKEN_CONNECTIONS_UNTIL_OUTAGE;
    }

    private static Throwable reason(Throwable thrown) {
        Throwable reason = thrown;
        while ((reason instanceof CompletionException || reason instanceof NotSentException)
                && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }

    private static String explain(Throwable reason) {
        if (reason instanceof UnknownHostException) {
            return "its host name is unknown";
        }
        if (reason instanceof ConnectException) {
            return "the connection was refused";
        }
        String text = HttpClientMessage.of(reason, MAX_MESSAGE);
        String name = reason instanceof SSLException ? "TLS: " : "";
        return text.isBlank() ? reason.getClass().getSimpleName() : name + text;
    }
}
