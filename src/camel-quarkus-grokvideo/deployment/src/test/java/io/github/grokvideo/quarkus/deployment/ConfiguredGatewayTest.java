package io.github.grokvideo.quarkus.deployment;

import jakarta.inject.Inject;

import io.github.grokvideo.GrokVideoComponent;
import io.quarkus.test.QuarkusUnitTest;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that says where its requests go: dev services stay out of the way. */
class ConfiguredGatewayTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest().withEmptyApplication()
            .overrideConfigKey("camel.component.grokvideo.base-url", "http://127.0.0.1:9/v1")
            .overrideConfigKey("camel.component.grokvideo.api-key", "of-the-application");

    @Inject
    CamelContext context;

    @Test
    void isLeftAsItIs() {
        GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);

        assertThat(component.getConfiguration().getBaseUrl()).isEqualTo("http://127.0.0.1:9/v1");
        assertThat(component.getConfiguration().getApiKey()).isEqualTo("of-the-application");
    }
}
