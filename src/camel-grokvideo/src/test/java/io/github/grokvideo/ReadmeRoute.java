package io.github.grokvideo;

import io.github.grokvideo.model.JobFailedException;
import io.github.grokvideo.model.JobTimeoutException;
import org.apache.camel.builder.RouteBuilder;

/** The Java route of the README, word for word. */
class ReadmeRoute extends RouteBuilder {

    @Override
    public void configure() {
        // @formatter:off
        onException(JobFailedException.class).handled(true)
                .log("No video: ${exception.message}");
        onException(JobTimeoutException.class).maximumRedeliveries(3)
                .log("Job ${header.CamelGrokVideoJobId} timed out; waiting again at no extra charge");

        from("direct:film")
                .to("grokvideo:generate?duration=6&aspectRatio=16:9&output=file&directory=videos")
                .log("${header.CamelFileName} cost ${header.CamelGrokVideoCost} ${header.CamelGrokVideoCostCurrency}");
        // @formatter:on
    }
}
