package io.github.grokvideo;

import java.util.Properties;

import io.github.grokvideo.emulator.RecordedRequest;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The component in YAML, with property placeholders, and with dynamic endpoints. */
class DslTest extends EmulatorTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        Properties properties = new Properties();
        properties.put("clip.seconds", "2");
        properties.put("clip.ratio", "9:16");
        context.getPropertiesComponent().setInitialProperties(properties);
        return context;
    }

    private RecordedRequest submitted() {
        assertThat(gateway.emulator().requests().create()).hasSize(1);
        return gateway.emulator().requests().create().get(0);
    }

    @Test
    void yamlWithParameters() throws Exception {
        load("""
                - route:
                    from:
                      uri: direct:yaml
                      steps:
                        - to:
                            uri: grokvideo:generate
                            parameters:
                              duration: "{{clip.seconds}}"
                              aspectRatio: "{{clip.ratio}}"
                              pollInterval: 20ms
                              jobTimeout: 1m
                              parameters.seed: 42
                              output: job
                        - setHeader:
                            name: where
                            simple: ${body.videos[0].url}
                """);
        Exchange result = ok(send("direct:yaml", "a fox & a bear: 100 % snow + ice"));
        assertThat(result.getMessage().getHeader("where", String.class)).startsWith("http://");
        assertThat(submitted().json().path("prompt").asText()).isEqualTo("a fox & a bear: 100 % snow + ice");
        assertThat(submitted().json().path("duration").asInt()).isEqualTo(2);
        assertThat(submitted().json().path("aspect_ratio").asText()).isEqualTo("9:16");
        assertThat(submitted().json().path("seed").isInt()).isTrue();
    }

    @Test
    void yamlWithOperationAsParameterAsDesignToolsWriteIt() throws Exception {
        load("""
                - from:
                    uri: direct:designed
                    steps:
                      - to:
                          uri: grokvideo
                          parameters:
                            operation: estimate
                            duration: 4
                      - setBody:
                          simple: ${header.CamelGrokVideoCost} ${header.CamelGrokVideoCostCurrency}
                """);
        assertThat(ok(send("direct:designed", "p")).getMessage().getBody(String.class)).isEqualTo("0.20 USD");
    }

    @Test
    void dynamicEndpoints() throws Exception {
        load("""
                - from:
                    uri: direct:dynamic
                    steps:
                      - toD:
                          uri: grokvideo:generate
                          parameters:
                            size: ${header.shape}
                            idempotencyKey: order-${header.order}
                """);
        Exchange result = template.send("direct:dynamic", exchange -> {
            exchange.getMessage().setBody("p");
            exchange.getMessage().setHeader("shape", "1:1");
            exchange.getMessage().setHeader("order", 17);
        });
        ok(result);
        assertThat(submitted().json().path("size").asText()).isEqualTo("1:1");
        assertThat(submitted().json().path("idempotency_key").asText()).isEqualTo("order-17");
        Exchange again = template.send("direct:dynamic", exchange -> {
            exchange.getMessage().setBody("p");
            exchange.getMessage().setHeader("shape", "1:1");
            exchange.getMessage().setHeader("order", 17);
        });
        assertThat(ok(again).getMessage().getHeader(GrokVideoConstants.JOB_ID))
                .isEqualTo(result.getMessage().getHeader(GrokVideoConstants.JOB_ID));
        assertThat(gateway.emulator().ledger().billedJobs()).as("the same key names the same job").isEqualTo(1);
    }

    private void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("test.camel.yaml", yaml));
    }
}
