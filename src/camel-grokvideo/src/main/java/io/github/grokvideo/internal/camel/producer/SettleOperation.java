package io.github.grokvideo.internal.camel.producer;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.internal.camel.message.JobIds;
import io.github.grokvideo.internal.camel.message.MessageValues;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.InvalidRequestException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** {@code settle}: settles by hand a submission whose outcome is unknown, or has a dead-lettered result redelivered. */
final class SettleOperation implements Operation {

    private final OperationContext context;

    SettleOperation(OperationContext context) {
        this.context = context;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String key = context.requests().idempotencyKey(exchange);
        if (key == null) {
            throw new InvalidRequestException(
                    GrokVideoException.because(
                            "No submission to settle: set its idempotency key in the header "
                                               + GrokVideoConstants.IDEMPOTENCY_KEY));
        }
        String jobId = MessageValues.text(exchange.getIn(), GrokVideoConstants.JOB_ID, null);
        context.end(exchange, callback, context.jobs().settle(key, jobId, JobIds.provider(exchange)), nothing -> {
            // the message stays as it is
        });
        return false;
    }
}
