package io.github.grokvideo.benchmark.contender;

import java.nio.file.Path;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.GrokVideoPollStrategy;
import io.github.grokvideo.benchmark.stub.StubAddress;
import io.github.grokvideo.benchmark.stub.StubCertificate;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** A route with the component, as its users write it. */
final class ComponentContender implements Contender {

    private static final String IN = "direct:generate";

    private final CamelContext context = new DefaultCamelContext();
    private final Outcome outcome;
    private final Endpoint in;
    private final AsyncProducer route;

    /**
     * @param asItComes whether it decides itself when to ask; otherwise at a fixed interval and as often as jobs want,
     *                  as all others do
     */
    ComponentContender(StubAddress stub, GrokVideoHttpVersion version, boolean asItComes, long pollInterval,
                       Outcome outcome) throws Exception {
        this.outcome = outcome;
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.setHttpVersion(version);
        component.setSslContextParameters(trust(stub));
        component.getConfiguration().setApiKey(API_KEY);
        component.getConfiguration().setBaseUrl(
                version == GrokVideoHttpVersion.HTTP_2 ? stub.tlsUrl() : stub.plainUrl());
        component.getConfiguration().setPollInterval(pollInterval);
        if (!asItComes) {
            component.getConfiguration().setPollStrategy(GrokVideoPollStrategy.fixed);
            component.setStatusRequestsPerSecond(0);
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(IN).to("grokvideo:generate?output=url");
                from("direct:download").toD(
                        "grokvideo:download?output=file&overwrite=true&maxDownloadSize=8589934592"
                                            + "&directory=RAW(${header.folder})");
            }
        });
        context.start();
        in = context.getEndpoint(IN);
        route = in.createAsyncProducer();
        route.start();
    }

    private static SSLContextParameters trust(StubAddress stub) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + stub.trustStore());
        store.setPassword(StubCertificate.PASSWORD);
        store.setType("PKCS12");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    @Override
    public void generate() {
        Exchange exchange = in.createExchange();
        exchange.getMessage().setBody(PROMPT);
        route.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                outcome.failed(exchange.getException());
            } else {
                outcome.finished(exchange.getMessage().getHeader(GrokVideoConstants.JOB_ID, String.class));
            }
        });
    }

    @Override
    public void download(String jobId, Path directory) throws Exception {
        Exchange exchange = context.createFluentProducerTemplate().to("direct:download")
                .withHeader(GrokVideoConstants.JOB_ID, jobId).withHeader("folder", directory.toString()).send();
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
