package io.github.grokvideo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.jackson.JacksonDataFormat;
import org.apache.camel.impl.DefaultCamelContext;

/** An application of {@link WeightTest} with the component and Camel's core, and no other library. */
final class LightApplication {

    private LightApplication() {
    }

    public static void main(String[] args) throws Exception {
        String baseUrl = args[0];
        try (CamelContext context = new DefaultCamelContext()) {
            GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
            component.setAllowLoopback(true);
            component.getConfiguration().setApiKey(args[1]);
            component.getConfiguration().setBaseUrl(baseUrl);
            component.getConfiguration().setPollInterval(20);
            context.start();
            ProducerTemplate template = context.createProducerTemplate();

            Path video = Path.of(template.requestBody("grokvideo:generate?output=file&directory=" + args[2],
                    "a fox in the snow", String.class));
            System.out.println("VIDEO " + Files.size(video));

            Exchange answer = template.request(baseUrl + "/nowhere?throwExceptionOnFailure=false",
                    exchange -> exchange.getMessage().setBody("{}"));
            if (answer.getException() != null) {
                throw answer.getException();
            }
            System.out.println("HTTP " + answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE));

            try (JacksonDataFormat json = new JacksonDataFormat()) {
                json.setCamelContext(context);
                json.start();
                System.out.println("JSON " + json.unmarshal(answer, "{\"duration\":6}").equals(Map.of("duration", 6)));
            }
        }
    }
}
