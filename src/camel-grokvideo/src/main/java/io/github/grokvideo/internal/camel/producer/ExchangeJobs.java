package io.github.grokvideo.internal.camel.producer;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** Joins exchanges to jobs: at the one provider, or at whichever of several has the job. */
final class ExchangeJobs {

    private ExchangeJobs() {
    }

    /** An exchange that submits. */
    static ExchangeJob of(
            OperationContext context, Exchange exchange, AsyncCallback callback, Submission submission, Delivery delivery) {
        return of(context, exchange, callback, submission, submission.count(), delivery);
    }

    /** An exchange with a job that exists. */
    static ExchangeJob of(OperationContext context, Exchange exchange, AsyncCallback callback, Delivery delivery) {
        return of(context, exchange, callback, null, context.results().maxVideos(), delivery);
    }

    private static ExchangeJob of(
            OperationContext context, Exchange exchange, AsyncCallback callback, Submission submission, int maxVideos,
            Delivery delivery) {
        return context.jobs().areSeveral()
                ? new FailoverExchangeJob(context, exchange, callback, submission, maxVideos, delivery)
                : new ExchangeJob(context, exchange, callback, submission, maxVideos, delivery);
    }
}
