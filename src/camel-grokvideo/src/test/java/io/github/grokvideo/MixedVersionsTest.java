package io.github.grokvideo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Jars of Camel that are not of the version that runs are named when the component starts. */
class MixedVersionsTest {

    @TempDir
    private Path folder;

    private Path jar(String artifact, String properties) throws IOException {
        Path jar = folder.resolve(artifact + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("META-INF/maven/org.apache.camel/" + artifact + "/pom.properties"));
            out.write(properties.getBytes(StandardCharsets.ISO_8859_1));
        }
        return jar;
    }

    /** The warnings of a start with these jars beside Camel's own. */
    private List<String> warnings(Path... jars) throws Exception {
        URL[] urls = new URL[jars.length];
        for (int i = 0; i < jars.length; i++) {
            urls[i] = jars[i].toUri().toURL();
        }
        PrintStream err = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader());
             CamelContext context = new DefaultCamelContext()) {
            context.setApplicationContextClassLoader(loader);
            context.getComponent("grokvideo");
            context.start();
        } finally {
            System.setErr(err);
        }
        return log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("runs with jars")).toList();
    }

    @Test
    void oneVersionIsAsItShouldBe() throws Exception {
        assertThat(warnings()).isEmpty();
        assertThat(warnings(jar("camel-kafka", "version=0.0.1"), jar("camel-http", "artifactId=camel-http"))).isEmpty();
    }

    @Test
    void otherVersionsAreToldInOneLine() throws Exception {
        String running = new DefaultCamelContext().getVersion();

        assertThat(warnings(jar("camel-http", "version=0.0.1"), jar("camel-support", "version=0.0.2"))).singleElement()
                .asString().contains("WARN", "Camel " + running + " runs with jars of other versions: "
                                             + "camel-support 0.0.2, camel-http 0.0.1. ",
                        "import camel-bom " + running + " in dependencyManagement");
    }

    @Test
    void everyJarOfCamelThatTheComponentBringsIsLookedAt() throws Exception {
        for (String artifact : List.of("camel-api", "camel-util", "camel-support", "camel-health", "camel-http",
                "camel-http-base", "camel-http-common", "camel-jackson")) {
            assertThat(warnings(jar(artifact, "version=0.0.1"))).singleElement().asString().contains(artifact + " 0.0.1.");
        }
    }
}
