package ${package};

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Logs the progress of jobs: the other routes use it as their progressUri. */
@Component
public class ProgressRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:progress").routeId("progress")
                .log("Job #[[${header.CamelGrokVideoJobId} is ${header.CamelGrokVideoStatus} after ${header.CamelGrokVideoElapsed}]]# ms");
    }
}
