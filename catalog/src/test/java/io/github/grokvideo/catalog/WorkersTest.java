package io.github.grokvideo.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.grokvideo.GrokVideoComponent;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The workers of the Camel K manifests wait for the jobs whose ids they get, and grow with the queue that they read.
 */
class WorkersTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    private static final List<JsonNode> RESOURCES = resources();

    private static List<JsonNode> resources() {
        try {
            return Kamelet.YAML.readerFor(JsonNode.class)
                    .<JsonNode> readValues(Path.of("camel-k/jms-workers.yaml").toFile()).readAll();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void turnIdsIntoVideos() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.addComponent("jms", new StubComponent());
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.getConfiguration().setApiKey(gateway.apiKey());
            component.getConfiguration().setBaseUrl(gateway.baseUrl());
            component.getConfiguration().setPollInterval(20);
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(
                    "workers.yaml", Kamelet.YAML.writeValueAsString(RESOURCES.get(0).at("/spec/flows"))));
            context.start();
            String id = context.createProducerTemplate().requestBody("grokvideo:submit", "a paper boat", String.class);

            context.createProducerTemplate().sendBody("jms:queue:film-jobs", id);

            assertThat(context.createConsumerTemplate().receiveBody("jms:queue:films", 20_000, String.class))
                    .startsWith(gateway.mediaUrl());
            assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
        }
    }

    @Test
    void areScaledByTheQueueTheyRead() {
        JsonNode from = RESOURCES.get(0).at("/spec/flows/0/route/from");
        JsonNode scaled = RESOURCES.get(1).path("spec");
        assertThat(scaled.at("/scaleTargetRef/name")).isEqualTo(RESOURCES.get(0).at("/metadata/name"));
        JsonNode trigger = scaled.at("/triggers/0/metadata");
        assertThat(from.path("uri").asText()).isEqualTo("jms:queue:" + trigger.path("queueName").asText());
        assertThat(from.at("/parameters/concurrentConsumers").asText()).isEqualTo(trigger.path("queueLength").asText());
        assertThat(scaled.at("/triggers/0/authenticationRef/name")).isEqualTo(RESOURCES.get(2).at("/metadata/name"));
    }

    @Test
    void areOfThisVersion() {
        assertThat(RESOURCES.get(0).at("/spec/dependencies"))
                .contains(Kamelet.named("grokvideo-sink").yaml().at("/spec/dependencies/0"));
    }
}
