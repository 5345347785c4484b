package io.github.grokvideo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import io.github.grokvideo.internal.camel.metrics.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The rules and the dashboard in {@code catalog/observability}, with Prometheus and an application that has faults. */
@org.junit.jupiter.api.Tag("slow")
class ObservabilityTest extends EmulatorTestSupport {

    private static final Path FOLDER = Path.of("../../catalog/observability");
    private static final Path RULES = FOLDER.resolve("rules.yaml");
    private static final Path DASHBOARD = FOLDER.resolve("dashboard.json");
    private static final String GENERATE = "grokvideo:generate?duration=1";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:observed;DB_CLOSE_DELAY=-1", "", "");

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.getRegistry().bind("meters", registry);
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setDataSource(database);
        component.setBudgets("ads: 100 USD per ever");
        return context;
    }

    @AfterEach
    void closeDatabase() {
        context.stop();
        database.dispose();
    }

    // without Prometheus

    private static List<String> expressions() throws IOException {
        return new ObjectMapper().readTree(DASHBOARD.toFile()).findValuesAsText("expr");
    }

    /** The names of time series in Prometheus, by the registry itself. */
    private static Set<String> series() {
        PrometheusMeterRegistry all = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        for (Metric metric : Metric.values()) {
            register(all, metric);
        }
        return all.scrape().lines().filter(line -> !line.startsWith("#")).map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void register(MeterRegistry registry, Metric metric) {
        Tags tags = Tags.of(metric.tags().stream().map(tag -> Tag.of(tag, "x")).toList());
        switch (metric.type()) {
            case TIMER -> Timer.builder(metric.id()).tags(tags).register(registry).record(Duration.ofSeconds(1));
            case COUNTER -> Counter.builder(metric.id()).baseUnit(metric.unit()).tags(tags).register(registry).increment();
            case SUMMARY -> DistributionSummary.builder(metric.id()).baseUnit(metric.unit()).tags(tags).register(registry)
                    .record(1);
            case GAUGE -> Gauge.builder(metric.id(), () -> 1).baseUnit(metric.unit()).tags(tags).register(registry);
        }
    }

    @Test
    void everyNameIsThatOfAMetricAndEveryMetricIsOnTheDashboard() throws IOException {
        Set<String> series = series();
        String dashboard = Files.readString(DASHBOARD);
        Set<String> used = Pattern.compile("grokvideo_\\w+").matcher(Files.readString(RULES) + dashboard).results()
                .map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).isNotEmpty().isSubsetOf(series);
        assertThat(Arrays.stream(Metric.values()).filter(metric -> metric != Metric.LEARNED)
                .map(metric -> metric.id().replace('.', '_'))).allSatisfy(name -> assertThat(dashboard).contains(name));
    }

    @Test
    void everyLabelIsATag() throws IOException {
        Set<String> tags = Arrays.stream(Metric.values()).flatMap(metric -> metric.tags().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        tags.addAll(List.of(Metric.CONTEXT, "instance", "job", "severity"));
        List<String> labels = new ArrayList<>();
        String all = Files.readString(RULES) + String.join("\n", expressions());
        Pattern.compile("(?:by|on) \\(([^)]*)\\)").matcher(all).results()
                .forEach(list -> labels.addAll(List.of(list.group(1).split(", *"))));
        Pattern.compile("(\\w+)(?:=|!=|=~|!~)\"").matcher(all).results().forEach(label -> labels.add(label.group(1)));
        Pattern.compile("\\$labels\\.(\\w+)").matcher(all).results().forEach(label -> labels.add(label.group(1)));
        assertThat(labels).hasSizeGreaterThan(50).isSubsetOf(tags);
    }

    // with its programs

    @Test
    void promtoolAcceptsTheRulesAndTheirTests() throws Exception {
        assertThat(Prometheus.run(FOLDER, "promtool", "check", "rules", "rules.yaml")).contains("SUCCESS");
        assertThat(Prometheus.run(FOLDER, "promtool", "test", "rules", "rules-test.yaml")).contains("SUCCESS");
    }

    @Test
    void faultsOfAnApplicationRaiseAlertsAndTheDashboardShowsThem(@TempDir Path folder) throws Exception {
        Prometheus.program("prometheus");
        HttpServer metrics = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metrics.createContext("/metrics", exchange -> {
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        metrics.start();
        try (Prometheus prometheus = new Prometheus(folder, "127.0.0.1:" + metrics.getAddress().getPort(), RULES)) {
            await().until(prometheus::isReady);
            ok(send(GENERATE + "&output=file&directory=" + folder, "A cat"));
            // an increase is seen by who has seen the value before
            await().until(() -> prometheus.query("grokvideo_submissions_unknown_total").size() > 0
                    && prometheus.query("grokvideo_downloads_bytes_sum").size() > 0);
            assertThat(prometheus.rules()).isNotEmpty()
                    .allSatisfy(rule -> assertThat(rule.path("state").asText()).as(rule.path("name").asText())
                            .isEqualTo("inactive"));

            List<CompletableFuture<Exchange>> jobs = makeTrouble();
            await().untilAsserted(() -> assertThat(raised(prometheus)).contains("GrokVideoOutcomeUnknown",
                    "GrokVideoBudgetNearlyUsed", "GrokVideoTooManyRequests"));
            assertThat(prometheus.rules())
                    .allSatisfy(rule -> assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok"));
            assertThat(expressions()).hasSizeGreaterThan(20).allSatisfy(expression -> {
                JsonNode result = prometheus.query(
                        expression.replace("$context", ".*").replace("$__rate_interval", "1m").replace("$__range", "5m"));
                boolean happensHere = !expression.matches(".*grokvideo_(failovers|webhooks)_.*");
                assertThat(result.size() > 0 || !happensHere).as(expression).isTrue();
            });
            gateway.emulator().faults().clear();
            jobs.forEach(CompletableFuture::join);
        } finally {
            metrics.stop(0);
        }
    }

    private static List<String> raised(Prometheus prometheus) {
        return prometheus.rules().stream().filter(rule -> !rule.path("state").asText().equals("inactive"))
                .map(rule -> rule.path("name").asText()).toList();
    }

    private List<CompletableFuture<Exchange>> makeTrouble() {
        template.send("grokvideo:budget", exchange -> {
            exchange.getMessage().setHeader(GrokVideoConstants.BUDGET, "ads");
            exchange.getMessage().setHeader(GrokVideoConstants.BUDGET_CORRECTION, "90");
            exchange.getMessage().setHeader(GrokVideoConstants.BUDGET_REASON, "a test");
        });
        gateway.emulator().faults().next(Operation.CREATE, Fault.status(429).retryAfter(0));
        ok(send(GENERATE, "A dog"));
        gateway.emulator().faults().next(Operation.CREATE, Fault.dropAfter());
        assertThat(send(GENERATE + "&provider=xai&apiKey=" + gateway.emulator().apiKey() + "&baseUrl="
                        + gateway.emulator().xaiBaseUrl(),
                "A bird").getException()).isNotNull();
        gateway.emulator().faults().always(Operation.GET, Fault.status(429).retryAfter(0));
        List<CompletableFuture<Exchange>> jobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            jobs.add(template.asyncSend(GENERATE, exchange -> exchange.getMessage().setBody("A fish")));
        }
        return jobs;
    }
}
