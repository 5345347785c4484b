package io.github.grokvideo;

import java.time.Duration;
import java.util.Map;

import io.github.grokvideo.internal.camel.PrintedUri;
import io.github.grokvideo.internal.camel.consumer.GrokVideoConsumer;
import io.github.grokvideo.internal.camel.consumer.GrokVideoPollingConsumer;
import io.github.grokvideo.internal.camel.producer.GrokVideoProducer;
import io.github.grokvideo.internal.gateway.VideoGateway;
import io.github.grokvideo.internal.job.JobSettings;
import io.github.grokvideo.internal.job.polling.AdaptivePolling;
import io.github.grokvideo.internal.job.results.ResultSettings;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Generate videos from text, images and other videos with the model grok-imagine-video.
 */
@UriEndpoint(firstVersion = "0.1.0", scheme = "grokvideo", title = "Grok Video", syntax = "grokvideo:operation",
             category = { Category.AI }, headersClass = GrokVideoConstants.class)
public class GrokVideoEndpoint extends DefaultEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    @UriParam
    private GrokVideoConfiguration configuration;

    public GrokVideoEndpoint(String uri, Component component, GrokVideoConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        if (configuration.getOperation() == GrokVideoOperation.results) {
            throw new IllegalArgumentException("grokvideo:results is consumed from; nothing can be sent to it");
        }
        return new GrokVideoProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        checkConsumed();
        GrokVideoConsumer consumer = new GrokVideoConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        checkConsumed();
        GrokVideoPollingConsumer consumer = new GrokVideoPollingConsumer(this);
        if (getExceptionHandler() != null) {
            consumer.setExceptionHandler(getExceptionHandler());
        }
        return consumer;
    }

    private void checkConsumed() {
        if (configuration.getOperation() != GrokVideoOperation.results) {
            throw new IllegalArgumentException(
                    "grokvideo:" + configuration.getOperation() + " cannot be consumed from, only grokvideo:results can");
        }
    }

    /** The gateway's side of this endpoint, and how patient it is. */
    public VideoGateway gateway() {
        if (getComponent().apiKey(configuration) == null) {
            throw new IllegalArgumentException(
                    "No API key for " + configuration.getProvider() + ": set the option apiKey, the property "
                                               + "camel.component.grokvideo.api-key or the environment variable "
                                               + configuration.getProvider().apiKeyVariable());
        }
        return getComponent().gateway(configuration);
    }

    public JobSettings jobSettings() {
        return new JobSettings(
                Duration.ofMillis(configuration.getPollInterval()), Duration.ofMillis(configuration.getJobTimeout()),
                Duration.ofMillis(configuration.getRequestTimeout()), configuration.getRequestRetries(),
                configuration.getWebhookUrl() == null || configuration.getWebhookUrl().isBlank()
                        ? null
                        : Duration.ofMillis(configuration.getWebhookPollInterval()),
                getComponent().submissionGap(configuration), adaptivePolling());
    }

    /** How results are consumed. */
    public ResultSettings feedSettings() {
        return new ResultSettings(
                configuration.getMaxWaiting(), configuration.getConcurrentConsumers(),
                Duration.ofMillis(configuration.getClaimInterval()), Duration.ofMillis(configuration.getLeaseTime()),
                Duration.ofMillis(configuration.getRedeliveryDelay()), configuration.getMaximumDeliveries());
    }

    private AdaptivePolling adaptivePolling() {
        if (configuration.getPollStrategy() == GrokVideoPollStrategy.fixed) {
            return null;
        }
        Duration interval = Duration.ofMillis(configuration.getPollInterval());
        return new AdaptivePolling(
                configuration.getMinPollInterval() == 0
                        ? interval.dividedBy(5) : Duration.ofMillis(configuration.getMinPollInterval()),
                configuration.getMaxPollInterval() == 0
                        ? interval.multipliedBy(6) : Duration.ofMillis(configuration.getMaxPollInterval()));
    }

    @Override
    public GrokVideoComponent getComponent() {
        return (GrokVideoComponent) super.getComponent();
    }

    public GrokVideoConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(GrokVideoConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * The URI without what may be secret in it: of headers, further parameters and addresses only the names are told.
     */
    @Override
    public String toString() {
        return PrintedUri.of(getEndpointUri());
    }

    @Override
    public String getServiceUrl() {
        return getComponent().baseUrl(configuration).toString();
    }

    @Override
    public String getServiceProtocol() {
        return "http";
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return Map.of(
                "operation", String.valueOf(configuration.getOperation()),
                "provider", String.valueOf(configuration.getProvider()),
                "model", String.valueOf(configuration.getModel()));
    }
}
