package io.github.grokvideo;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an operator is shown, in the dev console, JMX and health, holds no key, no prompt and no signed URL. */
class OperatorCanaryTest extends WireMockTestSupport {

    private static final String CANARY = "canary";

    @TempDir
    Path folder;

    private StoppableDatabase database;

    @Override
    public void configureTest(TestExecutionConfiguration test) {
        super.configureTest(test);
        test.withEnableJMX();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.setDevConsole(true);
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(context);
        WritableHealthCheckRepository producers = (WritableHealthCheckRepository) registry.resolveById("producers");
        registry.register(producers);
        producers.setEnabled(true);
        return context;
    }

    @Override
    protected void configure(GrokVideoComponent component) {
        database = new StoppableDatabase(folder);
        component.setDataSource(database);
        component.setProxyAuthPassword("canary-proxy");
        component.getConfiguration().setRequestHeaders(Map.of("X-Team", "canary-header"));
        component.getConfiguration().setWebhookUrl("https://hooks.example/in?token=canary-webhook");
        component.getConfiguration().setStorePrompt(true);
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:film").routeId("film").errorHandler(noErrorHandler()).to("grokvideo:generate?requestRetries=0");
            }
        };
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    private CompletableFuture<Exchange> begin() {
        return template.asyncSend("direct:film", exchange -> {
            exchange.getMessage().setBody("canary-prompt");
            exchange.getMessage().setHeader(GrokVideoConstants.INPUT_REFERENCE, "https://pics.example/a.png?sig=canary-input");
            exchange.getMessage().setHeader(GrokVideoConstants.USER, "canary-user");
        });
    }

    private String shown() throws Exception {
        StringBuilder shown = new StringBuilder();
        DevConsoleRegistry registry = context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        for (DevConsole.MediaType type : DevConsole.MediaType.values()) {
            shown.append("CONSOLE ").append(registry.resolveById("grokvideo").call(type, Map.of())).append('\n');
        }
        for (HealthCheck.Result result : HealthCheckHelper.invoke(context)) {
            shown.append("HEALTH ").append(result.getState()).append(result.getMessage()).append(result.getError())
                    .append(result.getDetails()).append('\n');
        }
        MBeanServer beans = context.getManagementStrategy().getManagementAgent().getMBeanServer();
        for (ObjectName name : new TreeSet<>(
                beans.queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null))) {
            if (!name.getKeyProperty("name").contains("grokvideo")) {
                continue;
            }
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                shown.append("JMX ").append(name).append(' ').append(attribute.getName()).append(' ')
                        .append(beans.getAttribute(name, attribute.getName())).append('\n');
            }
        }
        return shown.toString();
    }

    @Test
    void whatIsUnderWayShowsNothing() throws Exception {
        job("video_1", json(200, running("video_1").replace(
                "\"status\"", "\"output\":{\"url\":\"https://media.example/v.mp4?sig=canary-output\"},\"status\"")));
        CompletableFuture<Exchange> waiting = begin();
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        await().until(() -> component.jobStatus("video_1").equals("RUNNING"));

        String shown = shown();
        assertThat(shown).contains("video_1", "RUNNING", "film", "JobsUnderWay 1").doesNotContainIgnoringCase(CANARY)
                .doesNotContain(KEY);

        inTurn("video_1", json(200, completed("video_1", "https://media.example/v.mp4?sig=canary-output")));
        result(waiting);
        assertThat(component.jobStatus("video_1")).isEqualTo("COMPLETED");
        assertThat(shown()).doesNotContainIgnoringCase(CANARY).doesNotContain(KEY);
    }

    @Test
    void troubleShowsNothing() throws Exception {
        api.stubFor(create().willReturn(json(401, error("AUTHENTICATION_FAILED", "the key " + KEY + " is canary-wrong"))));
        result(begin());
        database.gone(true);
        String shown = shown();
        assertThat(shown).contains("rejects the API key", "The database is gone", "DOWN").doesNotContainIgnoringCase(CANARY)
                .doesNotContain(KEY);
    }

    /** A pool may name the address of its database, with the password in it. */
    @Test
    void theAddressOfADatabaseIsShownWithoutItsOptions() throws Exception {
        database.gone("Cannot connect to jdbc:mariadb://db.example/jobs?user=u&password=canary-database, 'x'");
        assertThat(shown()).contains("jdbc:mariadb://db.example/jobs").doesNotContainIgnoringCase(CANARY);
        database.gone("No jdbc:postgresql://user:canary-database@db.example/jobs");
        assertThat(shown()).contains("jdbc:postgresql://***@db.example/jobs").doesNotContainIgnoringCase(CANARY);
        database.gone("No jdbc:h2:tcp://db.example/jobs;USER=sa;PASSWORD=canary-database");
        assertThat(shown()).contains("jdbc:h2:tcp://db.example/jobs").doesNotContainIgnoringCase(CANARY);
    }
}
