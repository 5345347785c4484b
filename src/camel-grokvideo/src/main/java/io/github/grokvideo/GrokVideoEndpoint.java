package io.github.grokvideo;

import java.util.Map;
import java.util.stream.Collectors;

import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import io.github.grokvideo.internal.camel.ManagedJobs;
import io.github.grokvideo.internal.camel.MaskedUri;
import io.github.grokvideo.internal.camel.Providers;
import io.github.grokvideo.internal.camel.consumer.GrokVideoConsumer;
import io.github.grokvideo.internal.camel.consumer.GrokVideoPollingConsumer;
import io.github.grokvideo.internal.camel.producer.GrokVideoProducer;
import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Generate videos from text, images and other videos with the model grok-imagine-video.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = "grokvideo", title = "Grok Video", syntax = "grokvideo:operation",
             category = { Category.AI }, headersClass = GrokVideoConstants.class)
@ManagedResource(description = "Managed Grok Video endpoint")
public class GrokVideoEndpoint extends DefaultEndpoint implements AsyncEndpoint, EndpointServiceLocation {

    @UriParam
    private GrokVideoConfiguration configuration;

    private final GrokVideoRuntime runtime;
    private final ManagedJobs managed;

    GrokVideoEndpoint(String uri, Component component, GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        super(uri, component);
        this.managed = new ManagedJobs(runtime);
        this.configuration = configuration;
        this.runtime = runtime;
    }

    @Override
    public Producer createProducer() {
        if (configuration.getOperation() == GrokVideoOperation.results) {
            throw new IllegalArgumentException("grokvideo:results can only be consumed from");
        }
        return new GrokVideoProducer(this, configuration, runtime);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        checkIsResults();
        GrokVideoConsumer consumer = new GrokVideoConsumer(this, processor, configuration, runtime);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        checkIsResults();
        GrokVideoPollingConsumer consumer = new GrokVideoPollingConsumer(this, configuration, runtime);
        if (getExceptionHandler() != null) {
            consumer.setExceptionHandler(getExceptionHandler());
        }
        return consumer;
    }

    private void checkIsResults() {
        if (configuration.getOperation() != GrokVideoOperation.results) {
            throw new IllegalArgumentException(
                    "grokvideo:" + configuration.getOperation() + " cannot be consumed from, only grokvideo:results can");
        }
    }

    /** Returns how many jobs exchanges at this endpoint wait for; of {@code results}, those that it has claimed. */
    @ManagedAttribute(description = "The number of jobs under way")
    public int getJobsUnderWay() {
        return managed.underWay(this);
    }

    /** Returns the state of each gateway of this endpoint, by its latest responses: UP, or what is wrong. */
    @ManagedAttribute(description = "The state of each gateway, by its latest responses")
    public Map<String, String> getGatewayStates() {
        return managed.states(managed.gateways(configuration));
    }

    /**
     * Returns the status of a job of this endpoint's gateways, as the component's operation of this name. Sends no
     * request.
     */
    @ManagedOperation(description = "The status of a job under way, or of one that the job store knows")
    public String jobStatus(String jobId) {
        return managed.status(managed.gateways(configuration), jobId);
    }

    /** The options of this endpoint; changes apply to producers and consumers that start later. */
    public GrokVideoConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(GrokVideoConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Returns the URI with secrets masked: the values of request headers, further parameters and URLs. */
    @Override
    public String toString() {
        return MaskedUri.of(getEndpointUri());
    }

    /** Returns the base URL of the gateway; of several, separated by commas. */
    @Override
    public String getServiceUrl() {
        return Providers.each(configuration).stream().map(one -> runtime.baseUrl(one).toString())
                .collect(Collectors.joining(","));
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
