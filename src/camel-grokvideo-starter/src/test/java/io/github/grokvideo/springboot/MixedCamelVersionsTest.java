package io.github.grokvideo.springboot;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** An application that fails since its dependencies mix versions of Camel says so. */
@ExtendWith(OutputCaptureExtension.class)
class MixedCamelVersionsTest {

    @TempDir
    private Path folder;

    @SpringBootConfiguration
    static class Application {

        @Bean
        InitializingBean broken() {
            return () -> {
                throw new NoSuchMethodError("ResolverHelper.resolveMandatoryBootstrapService");
            };
        }
    }

    /** Starts with what the jar says in place of what Camel's own says. */
    private void start(String jar, String properties) throws IOException {
        Path file = folder.resolve("META-INF/maven/org.apache.camel/" + jar + "/pom.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, properties);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] { folder.toUri().toURL() }, before) {
            @Override
            public URL getResource(String name) {
                URL own = findResource(name);
                return own == null ? super.getResource(name) : own;
            }
        }) {
            thread.setContextClassLoader(loader);
            assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run())
                    .hasRootCauseInstanceOf(NoSuchMethodError.class);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void namesTheJarsAndWhatToDo(CapturedOutput output) throws IOException {
        start("camel-support", "version=0.0.1");

        assertThat(output.getOut().lines())
                .anySatisfy(
                        line -> assertThat(line).startsWith("Camel ").contains(
                                " runs with jars of other versions: camel-support 0.0.1. ",
                                "NoSuchMethodError: ResolverHelper.resolveMandatoryBootstrapService"))
                .anySatisfy(line -> assertThat(line).startsWith("Import camel-spring-boot-bom in dependencyManagement"));
    }

    @Test
    void leavesOtherFailuresAlone(CapturedOutput output) throws IOException {
        start("camel-support", "artifactId=camel-support");

        assertThat(output.getOut()).contains("resolveMandatoryBootstrapService")
                .doesNotContain("other versions");
    }
}
