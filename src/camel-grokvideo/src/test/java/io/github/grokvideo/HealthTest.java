package io.github.grokvideo;

import java.util.Collection;

import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

/** The health check tells how the gateway answered lately, and asks nothing. */
class HealthTest extends WireMockTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        HealthCheckRegistry registry = HealthCheckHelper.getHealthCheckRegistry(context);
        Object producers = registry.resolveById("producers");
        registry.register(producers);
        ((WritableHealthCheckRepository) producers).setEnabled(true);
        return context;
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a").errorHandler(noErrorHandler()).to("grokvideo:generate?requestRetries=0");
            }
        };
    }

    private HealthCheck.Result health() {
        Collection<HealthCheck.Result> results = HealthCheckHelper.invoke(context);
        return results.stream().filter(result -> result.getCheck().getId().startsWith("producer:grokvideo")).findFirst()
                .orElseThrow();
    }

    @Test
    void isUpUntilTheGatewayFails() {
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(api.findAll(anyRequestedFor(anyUrl()))).as("asking is not for free").isEmpty();

        api.stubFor(create().willReturn(json(401, error("AUTHENTICATION_FAILED", "bad"))));
        send("direct:a", "p");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage()).hasValue("The gateway " + origin() + " rejects the API key (HTTP 401)");

        job("video_1", json(200, completed("video_1")));
        send("direct:a", "p");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health().getDetails()).containsEntry("gateway", origin()).containsEntry("jobs", 0);
    }

    @Test
    void aSingleFailureIsNoOutage() {
        api.stubFor(create().willReturn(json(503, "")));
        send("direct:a", "p");
        send("direct:a", "p");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        send("direct:a", "p");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage()).hasValue("The gateway " + origin() + " returns HTTP 503, 3 consecutive times");
    }
}
