package ${package};

import org.apache.camel.builder.RouteBuilder;

/** Tells how far a video has come: the other routes name it as their progressUri. */
public class ProgressRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:progress").routeId("progress")
                .log("Job #[[${header.CamelGrokVideoJobId} is ${header.CamelGrokVideoStatus} after ${header.CamelGrokVideoElapsed}]]# ms");
    }
}
