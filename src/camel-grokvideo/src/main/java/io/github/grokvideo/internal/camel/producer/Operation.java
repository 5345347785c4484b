package io.github.grokvideo.internal.camel.producer;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** What a producer does with an exchange; one class for each operation. */
sealed interface Operation
        permits
        SubmittingOperation,
        AwaitOperation,
        StatusOperation,
        CancelOperation,
        DownloadOperation,
        EstimateOperation,
        BudgetOperation,
        SpendingOperation,
        SettleOperation,
        WebhookOperation {

    /**
     * Processes an exchange as {@link org.apache.camel.AsyncProcessor} does. Must not block; the callback is called on
     * a worker thread. What is thrown fails the exchange, and then the callback must not have been called.
     */
    boolean process(Exchange exchange, AsyncCallback callback);
}
