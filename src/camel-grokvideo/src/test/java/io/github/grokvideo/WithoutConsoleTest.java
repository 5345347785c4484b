package io.github.grokvideo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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

    private static String classPathWithout(String pattern) {
        String all = System.getProperty("java.class.path");
        String rest = Arrays.stream(all.split(File.pathSeparator)).filter(entry -> !entry.matches(pattern))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(rest).as("the class path without %s", pattern).isNotEqualTo(all);
        return rest;
    }

    @Test
    void nothingOfItIsLoaded() throws Exception {
        Path output = directory.resolve("output.txt");
        Path classes = directory.resolve("classes.txt");
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + classes,
                "-cp", classPathWithout(".*camel-(console|management)-[0-9][^/]*\\.jar"), Application.class.getName())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it came to an end").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();

        List<String> loaded = Files.readAllLines(classes);
        assertThat(loaded).anyMatch(line -> line.contains(" " + GrokVideoComponent.class.getName() + " "))
                .noneMatch(line -> line.contains(GrokVideoDevConsole.class.getName())
                        || line.contains("io.github.grokvideo.internal.camel.console.")
                        || line.contains("org.apache.camel.support.console.")
                        || line.contains("org.apache.camel.impl.console."));
    }
}
