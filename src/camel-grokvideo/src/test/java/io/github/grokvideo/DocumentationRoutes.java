package io.github.grokvideo;

import io.github.grokvideo.model.CostLimitException;
import io.github.grokvideo.model.JobFailedException;
import org.apache.camel.builder.RouteBuilder;

/** The Java routes of the documentation, word for word; for each, its page shows the same in YAML and XML. */
final class DocumentationRoutes {

    private DocumentationRoutes() {
    }

    static final class Orders extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("direct:orders")
                    .to("grokvideo:generate?idempotencyKey=order-${header.orderNumber}");
            // @formatter:on
        }
    }

    static final class Settle extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("direct:settle")
                    .setHeader("CamelGrokVideoIdempotencyKey", simple("${header.key}"))
                    .setHeader("CamelGrokVideoJobId", simple("${header.found}"))
                    .to("grokvideo:settle?provider=xai");
            // @formatter:on
        }
    }

    static final class CostLimit extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("direct:film")
                    .doTry()
                    .to("grokvideo:generate?duration=6&maxCost=0.50")
                    .doCatch(CostLimitException.class)
                    .log("too expensive: ${exception.message}")
                    .end();
            // @formatter:on
        }
    }

    static final class Estimate extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("direct:price")
                    .to("grokvideo:estimate?duration=6")
                    .log("${header.CamelGrokVideoCost} ${header.CamelGrokVideoCostCurrency}");
            // @formatter:on
        }
    }

    static final class Redelivered extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("file:prompts?moveFailed=failed")
                    .to("grokvideo:generate?idempotencyKey=${file:name}-${file:modified}&output=file&directory=videos");
            // @formatter:on
        }
    }

    static final class Results extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("direct:order")
                    .to("grokvideo:submit")
                    .log("submitted job ${body}");

            from("grokvideo:results?output=file&directory=videos")
                    .choice()
                    .when(simple("${header.CamelGrokVideoStatus} == 'COMPLETED'"))
                    .log("job ${header.CamelGrokVideoJobId} is ${header.CamelFileName}")
                    .otherwise()
                    .log("job ${header.CamelGrokVideoJobId}: ${header.CamelGrokVideoErrorMessage}");
            // @formatter:on
        }
    }

    static final class Film extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("direct:film")
                    .to("grokvideo:generate?duration=6&aspectRatio=16:9&output=file&directory=videos")
                    .log("${header.CamelFileName} cost ${header.CamelGrokVideoCost} ${header.CamelGrokVideoCostCurrency}");
            // @formatter:on
        }
    }

    static final class Failed extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("direct:film")
                    .doTry()
                    .to("grokvideo:generate?duration=6")
                    .doCatch(JobFailedException.class)
                    .log("no video: ${exception.message}")
                    .end();
            // @formatter:on
        }
    }

    static final class Photos extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("file:photos?include=.*[.]jpg")
                    .to("grokvideo:generate?prompt=the camera moves slowly around the product&duration=6&output=file&directory=videos");
            // @formatter:on
        }
    }

    static final class Publish extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("timer:publish?period=60000")
                    .pollEnrich("grokvideo:results?output=stream", 10000)
                    .choice()
                    .when(simple("${header.CamelGrokVideoStatus} == 'COMPLETED'"))
                    .to("file:published");
            // @formatter:on
        }
    }

    static final class Progress extends RouteBuilder {
        @Override
        public void configure() {
            // @formatter:off
            from("direct:film")
                    .to("grokvideo:generate?progressUri=direct:progress");

            from("direct:progress")
                    .log("${header.CamelGrokVideoJobId} is ${header.CamelGrokVideoStatus} ${header.CamelGrokVideoProgress}");
            // @formatter:on
        }
    }
}
