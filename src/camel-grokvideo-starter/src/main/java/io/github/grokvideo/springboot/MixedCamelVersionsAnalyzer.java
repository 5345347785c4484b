package io.github.grokvideo.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Says why an application does not start whose dependencies mix versions of Camel: it can fail before there is a Camel
 * context in which the component would warn.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MixedCamelVersionsAnalyzer extends AbstractFailureAnalyzer<LinkageError> {

    private static final List<String> JARS = List.of(
            "camel-api", "camel-util", "camel-support", "camel-health", "camel-http", "camel-http-base",
            "camel-http-common", "camel-jackson");

    @Override
    protected FailureAnalysis analyze(Throwable failure, LinkageError cause) {
        String running = version("camel-base-engine");
        List<String> others = new ArrayList<>();
        for (String jar : JARS) {
            String version = version(jar);
            if (running != null && version != null && !version.equals(running)) {
                others.add(jar + " " + version);
            }
        }
        if (others.isEmpty()) {
            return null;
        }
        String description = "Camel " + running + " runs with jars of other versions: " + String.join(", ", others)
                             + ". A call between them failed: " + cause;
        return new FailureAnalysis(
                description,
                """
                        Import camel-spring-boot-bom in dependencyManagement, and name no version of a Camel jar beside it. That BOM \
                        manages Camel's starters only: take a starter in place of a jar. \
                        mvn dependency:tree -Dincludes=org.apache.camel shows what brings which jar.""",
                failure);
    }

    private static String version(String jar) {
        String description = "META-INF/maven/org.apache.camel/" + jar + "/pom.properties";
        Properties properties = new Properties();
        try (InputStream in = ClassUtils.getDefaultClassLoader().getResourceAsStream(description)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return null;
        }
        return properties.getProperty("version");
    }
}
