package ${package};

import org.apache.camel.builder.RouteBuilder;

/** Logs the progress of jobs: the other routes use it as their progressUri. */
public class ProgressRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:progress").routeId("progress")
                .log("Job #[[${header.CamelGrokVideoJobId} is ${header.CamelGrokVideoStatus} after ${header.CamelGrokVideoElapsed}]]# ms");
    }
}
