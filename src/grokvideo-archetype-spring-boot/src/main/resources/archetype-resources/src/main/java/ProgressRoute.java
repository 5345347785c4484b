package ${package};

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Tells how far a video has come: the other routes name it as their progressUri. */
@Component
public class ProgressRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:progress").routeId("progress")
                .log("Job #[[${header.CamelGrokVideoJobId} is ${header.CamelGrokVideoStatus} after ${header.CamelGrokVideoElapsed}]]# ms");
    }
}
