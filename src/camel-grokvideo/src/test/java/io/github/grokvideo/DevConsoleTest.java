package io.github.grokvideo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Camel's dev console tells an operator what is under way, and why it is not done yet. */
class DevConsoleTest extends WaitingJobsTestSupport {

    private static final String RESULTS = "grokvideo:results?claimInterval=50";

    @TempDir
    Path folder;

    private StoppableDatabase database;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.setDevConsole(true);
        database = new StoppableDatabase(folder);
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
        component.setDataSource(database);
        component.setMaxInFlight(3);
        component.setBudgets("daily: 50 USD per day; tenants: 5 USD per day for ${header.tenant}");
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:film").routeId("film").setHeader("tenant", constant("acme"))
                        .to("grokvideo:generate?pollInterval=20&requestRetries=0");
                from("direct:rare").routeId("rare").setHeader("tenant", constant("acme"))
                        .to("grokvideo:generate?pollInterval=60000&pollStrategy=fixed");
                from("direct:submit").routeId("submit").setHeader("tenant", constant("acme")).to("grokvideo:submit");
                from(RESULTS).routeId("results").to("mock:results");
                from("direct:failover").routeId("failover").setHeader("tenant", constant("acme"))
                        .toF("grokvideo:generate?provider=lumenfall,xai&apiKey=%s,%s&baseUrl=%s,%s&budget=daily",
                                gateway.apiKey(), gateway.apiKey(), gateway.baseUrl(), gateway.xaiBaseUrl());
            }
        };
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void jobsUnderWayAreListedTheOldestFirst() {
        List<String> ids = start(3, "direct:film");

        JsonObject jobs = object(json(), "jobs");
        assertThat(jobs.get("underWay")).isEqualTo(3);
        assertThat(object(jobs, "phases")).isEqualTo(Map.of("WAITING", 3));
        assertThat(list(jobs, "oldest")).extracting(job -> job.get("id")).containsExactlyElementsOf(ids);
        assertThat(list(jobs, "oldest")).allSatisfy(job -> {
            assertThat(job).containsEntry("phase", "WAITING").containsEntry("status", "RUNNING")
                    .containsEntry("routeId", "film").containsEntry("provider", "lumenfall");
            assertThat(job.getLong("ageMillis")).isGreaterThanOrEqualTo(0);
            assertThat(gateway.baseUrl()).startsWith(job.getString("gateway"));
        });
        assertThat(list(object(json("limit", "1"), "jobs"), "oldest")).singleElement()
                .satisfies(job -> assertThat(job.get("id")).isEqualTo(ids.get(0)));

        assertThat(text()).contains("Jobs under way: 3 (3 WAITING)").containsSubsequence(ids)
                .containsPattern("RUNNING.* film ");
        assertThat(text("limit", "1")).contains(ids.get(0), "2 more, which are younger").doesNotContain(ids.get(1));
    }

    @Test
    void theNextPollIsTold() {
        gateway.faults().always(Operation.CREATE, Fault.neverFinish());
        template.asyncSend("direct:rare", exchange -> exchange.getMessage().setBody(PROMPT));
        await().untilAsserted(() -> assertThat(list(object(json(), "jobs"), "oldest")).singleElement().satisfies(
                job -> assertThat(job.getLong("nextPollMillis")).isBetween(1L, 120_000L)));
        assertThat(text()).contains("poll in ");
    }

    @Test
    void whatWaitsForRoomIsCounted() {
        start(3, "direct:film");
        template.asyncSend("direct:film", exchange -> exchange.getMessage().setBody(PROMPT));
        await().untilAsserted(() -> assertThat(object(json(), "inFlight"))
                .isEqualTo(Map.of("max", 3, "inFlight", 3, "waiting", 1)));
        assertThat(object(json(), "jobs", "phases")).isEqualTo(Map.of("WAITING", 3, "QUEUED", 1));
        assertThat(text()).contains("In flight: 3 of 3 (maxInFlight), 1 wait for room");
        assertThat(component().getSubmissionsWaiting()).isEqualTo(1);
    }

    @Test
    void gatewaysAreUpUntilTheyFail() {
        start(1, "direct:film");
        assertThat(list(json(), "gateways")).singleElement().satisfies(known -> {
            assertThat(known).containsEntry("state", "UP");
            assertThat(object(known, "submissions")).containsEntry("waitingForPermit", 0).containsEntry("withoutResponse", 0);
            assertThat(object(known, "statusRequests")).containsEntry("perSecond", 500.0).containsKey("lastMillisAgo");
        });

        gateway.faults().always(Operation.ANY, Fault.status(503));
        await().untilAsserted(() -> assertThat(list(json(), "gateways")).singleElement().satisfies(
                known -> assertThat(known).containsEntry("state", "DOWN")
                        .hasEntrySatisfying("problem", problem -> assertThat(problem).asString().contains("HTTP 503"))));
        assertThat(text()).contains("DOWN (").contains("status requests: at most 500 per second");
    }

    @Test
    void aClaimedJobIsOfTheRouteThatDeliversItsResult() {
        gateway.faults().always(Operation.CREATE, Fault.neverFinish());
        String id = template.requestBody("direct:submit", PROMPT, String.class);
        await().untilAsserted(() -> assertThat(list(object(json(), "jobs"), "oldest")).singleElement().satisfies(
                job -> assertThat(job).containsEntry("id", id).containsEntry("routeId", "results")));
        assertThat(context.getEndpoint(RESULTS, GrokVideoEndpoint.class).getJobsUnderWay()).isEqualTo(1);
    }

    @Test
    void anAccountThatIsNotAskedFirstIsTold() {
        gateway.faults().next(Operation.CREATE, Fault.status(401).code("AUTHENTICATION_FAILED"));
        ok(send("direct:failover", PROMPT));
        assertThat(list(json(), "circuits")).singleElement().satisfies(circuit -> {
            assertThat(circuit).containsEntry("provider", "lumenfall").containsEntry("state", "OPEN").containsEntry("failures",
                    1);
            assertThat(circuit.getLong("probeMillis")).isBetween(1L, 30_000L);
        });
        assertThat(text()).contains("OPEN after 1 failures, tried again in ");
    }

    @Test
    void storeAndBudgetsAreTold() {
        start(2, "direct:film");

        assertThat(object(json(), "store")).isEqualTo(Map.of("kind", "JdbcJobStore", "persistent", true, "state", "UP"));
        assertThat(list(json(), "budgets")).extracting(budget -> budget.get("name")).containsExactly("daily", "tenants");
        JsonObject daily = list(list(json(), "budgets").get(0), "scopes").get(0);
        assertThat(daily).containsEntry("spent", "0").doesNotContainKey("scope").containsKey("until");
        assertThat(daily.getString("reserved")).isNotEqualTo("0");
        assertThat(list(list(json(), "budgets").get(1), "scopes").get(0)).containsEntry("scope", "acme");
        assertThat(text()).contains("Store: JdbcJobStore, UP", "daily: 50 USD per day", "acme: spent 0, reserved ");

        database.gone(true);
        assertThat(object(json(), "store")).containsEntry("state", "DOWN")
                .hasEntrySatisfying("problem", problem -> assertThat(problem).asString().contains("The database is gone"));
        assertThat(list(json(), "budgets")).allSatisfy(budget -> assertThat(budget).containsEntry("known", false));
        assertThat(text()).contains("Store: JdbcJobStore, DOWN (could not ", "not known now", "Jobs under way: 2");
        database.gone(false);
        assertThat(object(json(), "store")).containsEntry("state", "UP");
    }

    @Test
    void theJsonCanBeWritten() throws Exception {
        start(1, "direct:film");
        DevConsoleRegistry registry = context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        JsonObject json = (JsonObject) registry.resolveById("grokvideo").call(DevConsole.MediaType.JSON, Map.of());
        assertThat(Jsoner.deserialize(json.toJson())).isInstanceOf(JsonObject.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "-1", "many", "10001", "" })
    void aWrongLimitIsTold(String limit) {
        assertThatThrownBy(() -> text("limit", limit)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Option limit: invalid value '" + limit + "', expected a number from 0 to 10000");
    }
}
