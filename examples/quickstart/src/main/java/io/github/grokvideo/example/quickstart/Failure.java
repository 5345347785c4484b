package io.github.grokvideo.example.quickstart;

import io.github.grokvideo.example.launcher.Failures;
import io.github.grokvideo.model.AuthenticationException;
import io.github.grokvideo.model.DownloadException;
import io.github.grokvideo.model.GatewayException;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.ModerationException;
import io.github.grokvideo.model.QuotaException;
import io.github.grokvideo.model.WaitStoppedException;

/** Describes in one line what went wrong and what to do. The exception's message contains the job's id, if any. */
final class Failure {

    private static final String AWAIT = "Use grokvideo:await with its id to get the video.";

    private Failure() {
    }

    static String line(Throwable failure) {
        Throwable cause = failure;
        while (!(cause instanceof GrokVideoException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof WaitStoppedException stopped) {
            return "Stopped."
                   + (stopped.getJobId() == null
                           ? "" : " Job " + stopped.getJobId() + " keeps running at the gateway. " + AWAIT);
        }
        // the innermost reason is the HTTP client's, which the message has put into its own words
        String message = cause instanceof GrokVideoException ? cause.getMessage() : Failures.line(failure);
        String advice = advice(cause);
        return "FAILED: " + message + (advice.isEmpty() ? "" : (message.endsWith(".") ? " " : ". ") + advice);
    }

    private static String advice(Throwable cause) {
        if (cause instanceof AuthenticationException) {
            return "Check the key in " + Quickstart.API_KEY + ".";
        }
        if (cause instanceof QuotaException) {
            return "Check the balance and the limits of your account, and try again.";
        }
        if (cause instanceof ModerationException) {
            return "Try another prompt.";
        }
        if (cause instanceof JobTimeoutException || cause instanceof DownloadException) {
            return AWAIT;
        }
        if (cause instanceof GatewayException) {
            return "Check the network, and try again.";
        }
        return "";
    }
}
