package io.github.grokvideo;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.github.grokvideo.emulator.Fault;
import io.github.grokvideo.emulator.Operation;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What JMX shows of the component and its endpoints, through Camel's management. */
class ManagementTest extends WaitingJobsTestSupport {

    @Override
    public void configureTest(TestExecutionConfiguration test) {
        super.configureTest(test);
        test.withEnableJMX();
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:film").routeId("film").to("grokvideo:generate?pollInterval=20");
                from("direct:submit").routeId("submit").to("grokvideo:submit");
                from("direct:status").routeId("status").to("grokvideo:status");
            }
        };
    }

    private MBeanServer beans() {
        return context.getManagementStrategy().getManagementAgent().getMBeanServer();
    }

    private ObjectName bean(String type, String name) throws Exception {
        Set<ObjectName> found = beans().queryNames(
                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=" + type + ",*"), null);
        return found.stream().filter(known -> known.getKeyProperty("name").contains(name)).findFirst().orElseThrow();
    }

    private Object attribute(ObjectName bean, String name) throws Exception {
        return beans().getAttribute(bean, name);
    }

    private Object status(ObjectName bean, String jobId) throws Exception {
        return beans().invoke(bean, "jobStatus", new Object[] { jobId }, new String[] { String.class.getName() });
    }

    @Test
    void theComponentTellsItsJobs() throws Exception {
        ObjectName component = bean("components", "grokvideo");
        assertThat(attribute(component, "JobsUnderWay")).isEqualTo(0);
        assertThat(attribute(component, "LastStatusRequest")).isNull();

        Date before = new Date();
        List<String> ids = start(2, "direct:film");
        assertThat(attribute(component, "JobsUnderWay")).isEqualTo(2);
        assertThat(attribute(component, "SubmissionsWaiting")).isEqualTo(0);
        assertThat(attribute(component, "StatusRequestsWaiting")).isInstanceOf(Integer.class);
        assertThat(attribute(component, "MaxInFlight")).isEqualTo(0);
        assertThat((Date) attribute(component, "LastStatusRequest")).isAfterOrEqualTo(before);
        assertThat(status(component, ids.get(1))).isEqualTo("RUNNING");
        assertThat(status(component, "video_nobody")).isEqualTo("NOT_FOUND");
        // what Camel itself tells is still there
        assertThat(attribute(component, "ComponentName")).isEqualTo("grokvideo");
    }

    @Test
    void anEndpointTellsItsOwn() throws Exception {
        List<String> ids = start(2, "direct:film");
        ObjectName generate = bean("endpoints", "grokvideo://generate");
        ObjectName other = bean("endpoints", "grokvideo://status");

        assertThat(attribute(generate, "JobsUnderWay")).isEqualTo(2);
        assertThat(attribute(other, "JobsUnderWay")).isEqualTo(0);
        assertThat(status(other, ids.get(0))).isEqualTo("RUNNING");
        assertThat(attribute(generate, "State")).isEqualTo("Started");
    }

    @Test
    void gatewaysAreUpUntilTheyFail() throws Exception {
        ObjectName component = bean("components", "grokvideo");
        ObjectName generate = bean("endpoints", "grokvideo://generate");
        assertThat(((Map<?, ?>) attribute(component, "GatewayStates")).values()).singleElement().isEqualTo("UP");

        start(1, "direct:film");
        gateway.faults().always(Operation.ANY, Fault.status(503));
        await().untilAsserted(() -> assertThat(((Map<?, ?>) attribute(generate, "GatewayStates")).values()).singleElement()
                .asString().startsWith("DOWN: ").contains("HTTP 503"));
    }

    @Test
    void aSubmittedJobIsFoundInTheStore() throws Exception {
        String id = template.requestBodyAndHeader(
                "direct:submit", PROMPT, GrokVideoConstants.IDEMPOTENCY_KEY, "film-1", String.class);
        int asked = gateway.requests().get().size();
        assertThat(component().getJobsUnderWay()).isZero();
        assertThat(status(bean("components", "grokvideo"), id)).isEqualTo("QUEUED");
        assertThat(gateway.requests().get()).as("the gateway is not asked").hasSize(asked);
    }
}
