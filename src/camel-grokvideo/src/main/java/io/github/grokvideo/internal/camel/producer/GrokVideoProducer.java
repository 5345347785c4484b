package io.github.grokvideo.internal.camel.producer;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoOperation;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.OptionValidator;
import io.github.grokvideo.model.GrokVideoException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;

/** Passes exchanges to the {@link Operation} that the endpoint names; no thread waits for a video. */
public class GrokVideoProducer extends DefaultAsyncProducer {

    private final GrokVideoConfiguration configuration;
    private final GrokVideoRuntime runtime;
    private Operation operation;
    private GrokVideoHealthCheck healthCheck;
    private WritableHealthCheckRepository healthChecks;

    public GrokVideoProducer(Endpoint endpoint, GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        super(endpoint);
        this.configuration = configuration;
        this.runtime = runtime;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        operation = operation();
        registerHealthCheck();
    }

    private Operation operation() {
        // these need no gateway, and no API key
        if (configuration.getOperation() == GrokVideoOperation.budget) {
            return new BudgetOperation(configuration, runtime);
        }
        if (configuration.getOperation() == GrokVideoOperation.spending) {
            return new SpendingOperation(configuration, runtime);
        }
        OperationContext context = OperationContext.of(getEndpoint(), configuration, runtime);
        OptionValidator.checkProgressUri(configuration, getEndpoint().getCamelContext());
        return operation(context);
    }

    private static Operation operation(OperationContext context) {
        return switch (context.configuration().getOperation()) {
            case generate, extend -> new GenerateOperation(context);
            case submit -> new SubmitOperation(context);
            case await -> new AwaitOperation(context);
            case status -> new StatusOperation(context);
            case cancel -> new CancelOperation(context);
            case download -> new DownloadOperation(context);
            case estimate -> new EstimateOperation(context);
            case settle -> new SettleOperation(context);
            case webhook -> new WebhookOperation(context);
            case budget, spending -> throw new IllegalStateException("needs no gateway");
            case results -> throw new IllegalArgumentException("grokvideo:results can only be consumed from");
        };
    }

    @Override
    protected void doStop() throws Exception {
        if (healthChecks != null && healthCheck != null) {
            healthChecks.removeHealthCheck(healthCheck);
            healthCheck = null;
        }
        super.doStop();
    }

    private void registerHealthCheck() {
        healthChecks = HealthCheckHelper.getHealthCheckRepository(
                getEndpoint().getCamelContext(), "producers", WritableHealthCheckRepository.class);
        if (healthChecks != null) {
            String id = getClass().getSimpleName() + "-" + Integer.toHexString(hashCode());
            healthCheck = new GrokVideoHealthCheck(id, configuration, runtime);
            healthChecks.addHealthCheck(healthCheck);
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            return operation.process(exchange, callback);
        } catch (Exception | Error e) {
            if (e instanceof GrokVideoException failure && failure.getJobId() != null) {
                exchange.getMessage().setHeader(GrokVideoConstants.JOB_ID, failure.getJobId());
            }
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
