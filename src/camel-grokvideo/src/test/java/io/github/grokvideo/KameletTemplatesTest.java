package io.github.grokvideo;

import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Kamelets as the route templates that they are. The component {@code kamelet}, which is not in every repository in
 * the newest version of Camel, is replaced by one whose endpoints {@code source} and {@code sink} are direct.
 */
class KameletTemplatesTest extends EmulatorTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        DirectComponent kamelet = new DirectComponent();
        // by its name, Camel would take it for the real one, where that is on the class path
        kamelet.setAutowiredEnabled(false);
        context.addComponent("kamelet", kamelet);
        return context;
    }

    private TemplatedRouteBuilder template(String name) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "classpath:kamelets/" + name + ".kamelet.yaml"));
        return TemplatedRouteBuilder.builder(context, name);
    }

    private byte[] film(String kamelet, Object body) throws Exception {
        template(kamelet).routeId(kamelet).parameter("prompt", "it + walks").parameter("duration", "1")
                .parameter("output", "bytes").parameter("pollInterval", "20ms").add();
        Exchange made = ok(send("kamelet:source", body));
        context.getRouteController().stopRoute(kamelet);

        assertThat(made.getMessage().getHeader(GrokVideoConstants.COST)).isNotNull();
        return made.getMessage().getBody(byte[].class);
    }

    @Test
    void actionsMakeVideosOfTextImageAndVideo() throws Exception {
        byte[] first = film("grokvideo-text-to-video-action", null);
        byte[] second = film("grokvideo-image-to-video-action", Files.readAllBytes(Path.of("src/test/resources/dot.png")));
        byte[] third = film("grokvideo-edit-video-action", first);

        assertThat(first).isNotEmpty();
        assertThat(second).isNotEmpty();
        assertThat(third).isNotEmpty();
        assertThat(gateway.emulator().ledger().billedJobs()).isEqualTo(3);
    }

    @Test
    void aStatusIsReadOfWhatWasSubmitted() throws Exception {
        template("grokvideo-submit-action").routeId("submit").add();
        String id = ok(send("kamelet:source", "a fox in the snow")).getMessage().getBody(String.class);
        context.getRouteController().stopRoute("submit");
        template("grokvideo-status-action").routeId("status").add();

        assertThat(ok(send("kamelet:source", id)).getMessage().getBody(String.class)).contains("\"" + id + "\"");
    }

    @Test
    void theSourceDeliversWhatTheSinkHasSubmitted() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:sink").to("mock:films");
            }
        });
        MockEndpoint films = getMockEndpoint("mock:films");
        films.expectedMessageCount(1);
        template("grokvideo-source").routeId("source").parameter("output", "bytes").parameter("pollInterval", "20ms").add();
        template("grokvideo-sink").routeId("sink").parameter("duration", "1").add();

        ok(send("kamelet:source", "a fox in the snow"));

        films.assertIsSatisfied(60_000);
        assertThat(films.getExchanges().get(0).getMessage().getBody(byte[].class)).isNotEmpty();
    }
}
