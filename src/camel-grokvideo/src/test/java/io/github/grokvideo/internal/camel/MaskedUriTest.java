package io.github.grokvideo.internal.camel;

import io.github.grokvideo.GrokVideoComponent;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What an endpoint prints of itself holds no secret, and still says what is not one. */
class MaskedUriTest {

    @ParameterizedTest
    @ValueSource(strings = {
            "apiKey=canary", "apiKey=RAW(ca+nary canary)", "requestHeaders.X-Api-Key=canary",
            "requestHeaders.A=canary&requestHeaders.B=RAW(canary & canary)&requestHeaders.Authorization=Bearer canary",
            "parameters.output=RAW({\"upload_url\":\"https://a.example/?X-Amz-Signature=canary&x=canary\"})",
            "webhookUrl=https://a.example/hook?t=canary", "webhookUrl=RAW(https://u:canary@a.example/?a=1&b=canary)",
            "progressUri=RAW(mock:a?anything=canary&b=canary)" })
    void holdsNoSecret(String options) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            String printed = context.getEndpoint("grokvideo:generate?" + options + "&size=16:9").toString();
            assertThat(printed).startsWith("grokvideo://generate?").contains("xxxxxx").contains("size=16")
                    .doesNotContain("canary");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "https://user:canary@gateway.example/v1", "https://canary@gateway.example/v1",
            "https://gateway.example/v1?key=canary",
            "https://gateway.example/v1?a=b&key=canary#canary", "https://gateway.example/v1#canary", "htp://gateway?canary" })
    void aKeyInTheAddressOfTheGatewayIsRefusedWithoutNamingIt(String address) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.getConfiguration().setBaseUrl(address);
            assertThatThrownBy(() -> context.getEndpoint("grokvideo:generate")).hasMessageContaining("Option baseUrl: '")
                    .hasMessageNotContaining("canary").rootCause().hasMessageNotContaining("canary");
        }
    }

    @Test
    void tellsWhatIsNoSecret() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            assertThat(context.getEndpoint("grokvideo:generate?size=16:9&output=job&baseUrl=https://gateway.example/v1"))
                    .hasToString("grokvideo://generate?baseUrl=https%3A%2F%2Fgateway.example%2Fv1&output=job&size=16%3A9");
        }
    }
}
