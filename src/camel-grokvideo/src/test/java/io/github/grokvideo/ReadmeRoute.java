package io.github.grokvideo;

import io.github.grokvideo.model.JobTimeoutException;
import io.github.grokvideo.model.ModerationException;
import org.apache.camel.builder.RouteBuilder;

/** The Java route of the README, word for word. */
class ReadmeRoute extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        onException(ModerationException.class).handled(true)
                .log("The content policy blocked job ${header.CamelGrokVideoJobId}");
        onException(JobTimeoutException.class).maximumRedeliveries(3)
                .log("Job ${header.CamelGrokVideoJobId} takes long; it is waited for again, not paid for again");

        from("direct:film")
                .to("grokvideo:generate?duration=6&aspectRatio=16:9&output=file&directory=videos")
                .log("${header.CamelFileName} cost ${header.CamelGrokVideoCost} ${header.CamelGrokVideoCostCurrency}");
        // @formatter:on
    }
}
