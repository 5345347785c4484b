package io.github.grokvideo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.github.grokvideo.model.GrokVideoException;
import io.github.grokvideo.store.Intent;
import io.github.grokvideo.store.JdbcJobStore;
import io.github.grokvideo.store.JobOperation;
import io.github.grokvideo.store.JobStore;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.support.ExceptionHelper;
import org.h2.jdbcx.JdbcConnectionPool;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A machine that {@link KillTest} and {@link FailoverKillTest} kill: Camel with the component, set up by system
 * properties. It works until its standard input ends. Where a file of a place's name lies in its folder {@code stops},
 * it stands still at that place and says so with a file in its folder {@code at}; there is one called {@code work} when
 * it has begun to work. The last failure that it meets, and goes on after, is in its file {@code failure}.
 */
public final class WorkerProcess extends RouteBuilder {

    private final Path home = Path.of(System.getProperty("home"));
    private final Path shared = Path.of(System.getProperty("shared"));

    private WorkerProcess() {
    }

    public static void main(String[] arguments) throws Exception {
        WorkerProcess worker = new WorkerProcess();
        DefaultCamelContext context = new DefaultCamelContext();
        context.disableJMX();
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setAllowLoopback(true);
        component.setSubmissionsPerSecond(0.0);
        component.getConfiguration().setApiKey(System.getProperty("apiKey"));
        component.getConfiguration().setRequestTimeout(5000);
        component.getConfiguration().setRequestRetries(2);
        component.getConfiguration().setPollInterval(100);
        String database = System.getProperty("database");
        if (database != null) {
            component.setJobStore(worker.stopping(new JdbcJobStore(dataSource(database))));
            // more than all of it, so that nothing is refused, and everything counted
            component.setBudgets("all: 1000000 unknown 1");
        }
        String providers = System.getProperty("providers");
        if (providers != null) {
            component.getConfiguration().setProvider(providers);
        }
        String broker = System.getProperty("broker");
        if (broker != null) {
            JmsComponent jms = JmsComponent.jmsComponent(new ActiveMQConnectionFactory(broker + "?consumerWindowSize=0"));
            jms.setLazyCreateTransactionManager(false);
            context.addComponent("jms", jms);
        }
        context.addRoutes(worker);
        context.start();
        worker.isAt("work");
        while (System.in.read() >= 0) {
            // whoever started it is there
        }
        context.stop();
    }

    private static DataSource dataSource(String url) throws SQLException {
        if (url.startsWith("jdbc:h2:")) {
            return JdbcConnectionPool.create(url, "", "");
        }
        if (url.startsWith("jdbc:mariadb:")) {
            return new MariaDbDataSource(url);
        }
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(url);
        return postgres;
    }

    @Override
    public void configure() {
        // "while", since Camel goes on redelivering by this handler where the next failure has none
        onException(GrokVideoException.class).onWhen(WorkerProcess::isRetryable).retryWhile(WorkerProcess::isRetryable)
                .redeliveryDelay(200).logRetryAttempted(false).onExceptionOccurred(this::tell);
        errorHandler(defaultErrorHandler().logExhausted(false));
        from("direct:progress").process(stop("waiting"));
        switch (System.getProperty("role")) {
            case "files" -> {
                files("lumenfall");
                files("xai");
            }
            case "failover" -> files(System.getProperty("providers"));
            case "submit" -> in("lumenfall", "submit").process(stop("before")).to(operation("submit", "lumenfall"))
                    .process(stop("after")).to("jms:queue:jobs");
            case "await" -> from("jms:queue:jobs?transacted=true&concurrentConsumers=3")
                    .to(operation("await", "lumenfall") + output() + "&progressUri=direct:progress").process(stop("after"))
                    .process(delivered(GrokVideoConstants.JOB_ID));
            default -> throw new IllegalArgumentException(System.getProperty("role"));
        }
    }

    private void files(String provider) {
        in(provider, "generate").process(stop("before"))
                .to(operation("generate", provider) + output() + "&progressUri=direct:progress").process(stop("after"))
                .process(delivered("order"));
        in(provider, "submit").process(stop("before")).to(operation("submit", provider)).process(stop("after"));
        from(operation("results", provider) + output() + "&claimInterval=100&leaseTime=2s&redeliveryDelay=100")
                .process(stop("result")).process(delivered(GrokVideoConstants.REQUEST_KEY));
    }

    private static boolean isRetryable(Exchange exchange) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof GrokVideoException failure && failure.isRetryable();
    }

    private void tell(Exchange exchange) throws IOException {
        GrokVideoException failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, GrokVideoException.class);
        Files.writeString(home.resolve("failure"),
                failure.getClass().getSimpleName() + ": " + ExceptionHelper.stackTraceToString(failure));
    }

    // A file is an order; it lies in a folder of its name in "done" or "failed" when it is. Camel may list a file while it is
    // being moved, and take it once more: a name of its own keeps what is there from being replaced by what is gone.
    private ProcessorDefinition<?> in(String provider, String operation) {
        return from("file:" + home.resolve("in").resolve(provider).resolve(operation)
                    + "?initialDelay=0&delay=100&readLock=none&move=../../../done/${file:name}/${exchangeId}"
                    + "&moveFailed=../../../failed/${file:name}/${exchangeId}")
                .setHeader("order", simple("${file:name}")).convertBodyTo(String.class);
    }

    private static String operation(String operation, String provider) {
        return "grokvideo:" + operation + "?provider=" + provider + "&baseUrl="
               + Stream.of(provider.split(",")).map(System::getProperty).collect(Collectors.joining(","))
               + (operation.equals("generate") || operation.equals("submit")
                       ? "&duration=1&idempotencyKey=${header.order}" : "");
    }

    private String output() {
        return "&output=file&overwrite=true&directory=" + shared.resolve("videos");
    }

    private Processor stop(String place) {
        return exchange -> standStill(place);
    }

    private void standStill(String place) throws Exception {
        if (Files.exists(home.resolve("stops").resolve(place))) {
            isAt(place);
            new CountDownLatch(1).await();
        }
    }

    // between two providers: before anything is recorded of the last one
    private JobStore stopping(JobStore store) {
        String providers = System.getProperty("providers");
        if (providers == null) {
            return store;
        }
        String last = providers.substring(providers.lastIndexOf(',') + 1);
        return (JobStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] { JobStore.class }, (proxy, method, arguments) -> {
                    if (reserves(last, arguments)) {
                        standStill("between");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean reserves(String provider, Object[] arguments) {
        return arguments != null && Stream.of(arguments)
                .flatMap(argument -> argument instanceof List<?> list ? list.stream() : Stream.of(argument))
                .anyMatch(argument -> argument instanceof Intent intent && intent.key().provider().equals(provider)
                        || argument instanceof JobOperation.Reserve reserve && reserve.key().provider().equals(provider));
    }

    private void isAt(String place) throws IOException {
        Files.createDirectories(home.resolve("at"));
        try {
            Files.createFile(home.resolve("at").resolve(place));
        } catch (FileAlreadyExistsException e) {
            // another thread stands there
        }
    }

    // the name of the order, or of the job, and in it where the video is
    private Processor delivered(String header) {
        return exchange -> {
            Object body = exchange.getMessage().getBody();
            Path delivered = Files.createDirectories(shared.resolve("delivered"));
            try {
                Files.writeString(
                        delivered.resolve(exchange.getMessage().getHeader(header, String.class)),
                        body instanceof java.io.File video ? video.getPath() : "failed");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
