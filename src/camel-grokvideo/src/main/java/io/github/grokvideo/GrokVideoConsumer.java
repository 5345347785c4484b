package io.github.grokvideo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.github.grokvideo.gateway.VideoGateway;
import io.github.grokvideo.job.JobSettings;
import io.github.grokvideo.job.ResultFeed;
import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.model.UntrustedText;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/**
 * Makes an exchange of each job that was submitted with {@code grokvideo:submit} when it is done. A result whose
 * exchange fails comes again; one whose exchange succeeds does not.
 */
public class GrokVideoConsumer extends DefaultConsumer implements Suspendable {

    private final GrokVideoEndpoint endpoint;
    private final GrokVideoConfiguration configuration;
    private VideoGateway gateway;
    private JobSettings settings;
    private ResultWriter results;
    private ResultFeed feed;

    public GrokVideoConsumer(GrokVideoEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.configuration = endpoint.getConfiguration();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        gateway = endpoint.gateway();
        settings = endpoint.jobSettings();
        results = new ResultWriter(endpoint.getComponent(), configuration);
        feed = endpoint.getComponent().jobs().results(
                gateway, settings,
                new ResultFeed.Settings(
                        configuration.getMaxWaiting(), configuration.getConcurrentConsumers(),
                        Duration.ofMillis(configuration.getClaimInterval()), Duration.ofMillis(configuration.getLeaseTime()),
                        Duration.ofMillis(configuration.getRedeliveryDelay())),
                this::receive);
        feed.start();
    }

    @Override
    protected void doStop() throws Exception {
        if (feed != null) {
            feed.stop();
        }
        super.doStop();
    }

    @Override
    protected void doSuspend() {
        feed.stop();
    }

    @Override
    protected void doResume() {
        feed.start();
    }

    private void receive(ResultFeed.Result result, ResultFeed.Taken taken) {
        try {
            endpoint.getComponent().worker().execute(() -> deliver(result, taken));
        } catch (RejectedExecutionException e) {
            taken.tell(false);
        }
    }

    private void deliver(ResultFeed.Result result, ResultFeed.Taken taken) {
        Exchange exchange = createExchange(false);
        try {
            Message message = exchange.getMessage();
            ResultWriter.headers(message, result.job());
            message.setHeader(GrokVideoConstants.REQUEST_KEY, result.stored().key().key());
            message.setHeader(GrokVideoConstants.DELIVERY, result.delivery());
            if (result.failure() != null) {
                failed(exchange, result, result.failure());
                process(exchange, result, taken);
                return;
            }
            List<String> warnings = new ArrayList<>();
            CompletableFuture<Void> body = results.body(
                    exchange, result.job(), results.form(), 1, gateway, settings, warnings::add);
            body.whenCompleteAsync((nothing, thrown) -> {
                GrokVideoException failure = thrown == null ? null : GrokVideoProducer.asException(thrown);
                if (failure != null && failure.isRetryable()) {
                    exchange.setException(failure);
                    done(exchange, result, taken);
                    return;
                }
                if (failure != null) {
                    failed(exchange, result, failure);
                }
                GrokVideoProducer.tellWarnings(message, warnings);
                process(exchange, result, taken);
            }, endpoint.getComponent().worker());
        } catch (RuntimeException e) {
            exchange.setException(e);
            done(exchange, result, taken);
        }
    }

    private static void failed(Exchange exchange, ResultFeed.Result result, GrokVideoException failure) {
        Message message = exchange.getMessage();
        message.setBody(result.job());
        message.setHeader(GrokVideoConstants.ERROR_MESSAGE, failure.getMessage());
        if (failure.getCode() != null) {
            message.setHeader(GrokVideoConstants.ERROR_CODE, UntrustedText.printable(failure.getCode(), 100));
        }
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    }

    private void process(Exchange exchange, ResultFeed.Result result, ResultFeed.Taken taken) {
        getAsyncProcessor().process(exchange, doneSync -> done(exchange, result, taken));
    }

    private void done(Exchange exchange, ResultFeed.Result result, ResultFeed.Taken taken) {
        Throwable failure = exchange.getException();
        boolean ok = failure == null && !exchange.isRollbackOnly();
        if (failure != null) {
            getExceptionHandler().handleException(
                    "Job " + result.job().id() + " comes again, since its exchange failed", exchange, failure);
        }
        taken.tell(ok);
        releaseExchange(exchange, false);
    }
}
