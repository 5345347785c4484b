package io.github.grokvideo.benchmark.contender;

import java.nio.file.Path;

import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.GrokVideoHttpVersion;
import io.github.grokvideo.GrokVideoPollStrategy;
import io.github.grokvideo.benchmark.database.ClientDatabase;
import io.github.grokvideo.benchmark.database.DatabaseUse;
import io.github.grokvideo.benchmark.stub.StubAddress;
import io.github.grokvideo.benchmark.stub.StubCertificate;
import io.github.grokvideo.store.JdbcJobStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** A route with the component, as its users write it. */
final class ComponentContender implements Contender {

    private static final String IN = "direct:generate";
    /** More than any trial has, as whoever submits so many sets it. */
    private static final int MAX_WAITING = 1_000_000;
    /** Of what is complete, each row says so in one of these. */
    private static final String OPEN = "select count(*) from grokvideo_job where state in ('INTENDED', 'UNKNOWN', 'ACCEPTED')"
                                       + " or deliver_result and acknowledged_at is null";

    private final CamelContext context = new DefaultCamelContext();
    private final Outcome outcome;
    private final Endpoint in;
    private final AsyncProducer route;
    private final boolean results;
    private final ClientDatabase database;

    /**
     * How its users set it up.
     *
     * @param version   of HTTP
     * @param asItComes whether it decides itself when to ask; otherwise at a fixed interval and as often as jobs want,
     *                  as all others do
     * @param store     where it records jobs
     * @param results   whether jobs are submitted, and their results consumed; otherwise an exchange waits for each
     * @param lease     of a consumer, in milliseconds
     * @param budgets   that submissions count for, or {@code null}
     * @param metrics   whether there is a registry of Micrometer
     * @param traces    whether OpenTelemetry records a span of everything
     */
    record Setup(
            GrokVideoHttpVersion version, boolean asItComes, StoreKind store, boolean results, long lease, String budgets,
            boolean metrics, boolean traces) {

        private static final long DEFAULT_LEASE = 60_000;

        static Setup of(GrokVideoHttpVersion version) {
            return new Setup(version, false, StoreKind.MEMORY, false, DEFAULT_LEASE, null, false, false);
        }

        static Setup stored(StoreKind store, boolean results) {
            return new Setup(GrokVideoHttpVersion.HTTP_2, false, store, results, DEFAULT_LEASE, null, false, false);
        }

        static Setup adaptive() {
            return new Setup(GrokVideoHttpVersion.HTTP_2, true, StoreKind.MEMORY, false, DEFAULT_LEASE, null, false, false);
        }

        Setup withLease(long millis) {
            return new Setup(version, asItComes, store, results, millis, budgets, metrics, traces);
        }

        Setup withBudgets(String option) {
            return new Setup(version, asItComes, store, results, lease, option, metrics, traces);
        }

        Setup withMetrics() {
            return new Setup(version, asItComes, store, results, lease, budgets, true, traces);
        }

        Setup withTraces() {
            return new Setup(version, asItComes, store, results, lease, budgets, metrics, true);
        }
    }

    ComponentContender(Surroundings surroundings, Setup setup, long pollInterval, Outcome outcome) throws Exception {
        this.outcome = outcome;
        this.results = setup.results();
        this.database = setup.store().open(surroundings);
        StubAddress stub = surroundings.stub();
        GrokVideoHttpVersion version = setup.version();
        if (setup.metrics()) {
            context.getRegistry().bind("metrics", new SimpleMeterRegistry());
        }
        if (setup.traces()) {
            Tracing.begin(context);
        }
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.setHttpVersion(version);
        component.setSslContextParameters(trust(stub));
        component.setBudgets(setup.budgets());
        component.getConfiguration().setApiKey(API_KEY);
        component.getConfiguration().setBaseUrl(
                version == GrokVideoHttpVersion.HTTP_2 ? stub.tlsUrl() : stub.plainUrl());
        component.getConfiguration().setPollInterval(pollInterval);
        if (!setup.asItComes()) {
            component.getConfiguration().setPollStrategy(GrokVideoPollStrategy.fixed);
            component.setStatusRequestsPerSecond(0);
        }
        if (database != null) {
            component.setJobStore(new JdbcJobStore(database.dataSource()));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(IN).to(results ? "grokvideo:submit" : "grokvideo:generate?output=url");
                if (results) {
                    from("grokvideo:results?output=url&maxWaiting=" + MAX_WAITING + "&leaseTime=" + setup.lease())
                            .process(exchange -> over(exchange.getMessage()));
                }
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
            } else if (!results) {
                over(exchange.getMessage());
            }
        });
    }

    private void over(Message message) {
        String error = message.getHeader(GrokVideoConstants.ERROR_MESSAGE, String.class);
        if (error == null) {
            outcome.finished(message.getHeader(GrokVideoConstants.JOB_ID, String.class));
        } else {
            outcome.failed(new IllegalStateException(error));
        }
    }

    @Override
    public DatabaseUse databaseUse() {
        return database == null ? null : database.use();
    }

    @Override
    public long open() {
        return database == null ? 0 : database.number(OPEN);
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
        if (database != null) {
            database.close();
        }
    }
}
