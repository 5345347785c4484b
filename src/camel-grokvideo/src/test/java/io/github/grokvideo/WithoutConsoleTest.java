package io.github.grokvideo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without {@code camel-console} and {@code camel-management} all works, and nothing of the dev console is loaded: in a
 * JVM of its own, which tells each class that it loads.
 */
class WithoutConsoleTest {

    @TempDir
    Path directory;

    /** An application with a producer and a consumer. */
    static final class Application {

        private Application() {
        }

        public static void main(String[] args) throws Exception {
            try (CamelContext context = new DefaultCamelContext()) {
                GrokVideoComponent component = context.getComponent("grokvideo", GrokVideoComponent.class);
                component.getConfiguration().setApiKey("k");
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:a").to("grokvideo:generate");
                        from("grokvideo:results").to("mock:a");
                    }
                });
                context.start();
            }
        }
    }

    @Test
    void nothingOfItIsLoaded() throws Exception {
        Path classes = directory.resolve("classes.txt");
        new OtherJvm(Application.class).options("-Xlog:class+load:file=" + classes)
                .without("camel-console-", "camel-management-").run();

        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded).anyMatch(line -> line.contains(" " + GrokVideoComponent.class.getName() + " "))
                .noneMatch(line -> line.contains(GrokVideoDevConsole.class.getName())
                        || line.contains("io.github.grokvideo.internal.camel.console.")
                        || line.contains("org.apache.camel.support.console.")
                        || line.contains("org.apache.camel.impl.console."));
    }
}
