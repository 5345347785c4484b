package io.github.grokvideo.internal.camel.webhook;

import io.github.grokvideo.GrokVideoConfiguration;
import io.github.grokvideo.internal.camel.GrokVideoRuntime;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;

/** Serves the component's {@code webhookPath} by Camel's platform-http. */
public final class WebhookServer {

    private final GrokVideoConfiguration configuration;
    private final GrokVideoRuntime runtime;
    private final CamelContext context;
    private final String path;
    private Consumer consumer;
    private boolean stopped;

    /**
     * @param configuration names the gateway that sends webhooks
     * @param runtime       has been started
     */
    public WebhookServer(GrokVideoConfiguration configuration, GrokVideoRuntime runtime) {
        this.configuration = configuration;
        this.runtime = runtime;
        this.context = runtime.options().getCamelContext();
        this.path = runtime.options().getWebhookPath();
    }

    /** Starts when the context has started, since an HTTP server may start after this component. */
    public void startWithContext() throws Exception {
        context.addStartupListener(new ExtendedStartupListener() {
            @Override
            public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) throws Exception {
                if (alreadyStarted) {
                    start();
                }
            }

            @Override
            public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
                start();
            }
        });
    }

    private synchronized void start() throws Exception {
        // the context keeps its listeners, also for its next start
        if (stopped) {
            return;
        }
        Endpoint http = endpoint();
        // a context without a route has not done this
        PluginHelper.getUnitOfWorkFactory(context).afterPropertiesConfigured(context);
        consumer = http.createConsumer(new WebhookReceiver(configuration, runtime));
        ServiceHelper.startService(consumer);
    }

    private Endpoint endpoint() {
        try {
            return context.getEndpoint(
                    "platform-http:" + (path.startsWith("/") ? path : "/" + path) + "?httpMethodRestrict=POST");
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Option webhookPath: '" + path + "' needs platform-http, which cannot be used: " + e.getMessage()
                                               + " Add camel-platform-http-main or what your runtime has",
                    e);
        }
    }

    /** The path, as the option has it. */
    public String path() {
        return path;
    }

    /** Whether webhooks are received. */
    public synchronized boolean isListening() {
        return !stopped && consumer != null && ServiceHelper.isStarted(consumer);
    }

    public synchronized void stop() {
        stopped = true;
        ServiceHelper.stopService(consumer);
    }
}
