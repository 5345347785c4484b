package io.github.grokvideo.internal.camel;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns if the jars of Camel that the component uses are not of the version that runs. */
final class CamelVersions {

    private static final Logger LOG = LoggerFactory.getLogger(CamelVersions.class);
    private static final List<String> JARS = List.of(
            "camel-api", "camel-util", "camel-support", "camel-health", "camel-http", "camel-http-base",
            "camel-http-common", "camel-jackson");

    private CamelVersions() {
    }

    static void warnOfMixture(CamelContext context) {
        String running = context.getVersion();
        List<String> others = others(context, running);
        if (!others.isEmpty()) {
            LOG.warn("Camel {} runs with jars of other versions: {}. Calls between them can fail, with NoSuchMethodError for"
                     + " instance. Give all of them one version: import camel-bom {} in dependencyManagement, with Spring Boot"
                     + " camel-spring-boot-bom, with Quarkus quarkus-camel-bom, and name no version of a Camel jar beside it.",
                    running, String.join(", ", others), running);
        }
    }

    private static List<String> others(CamelContext context, String running) {
        List<String> others = new ArrayList<>();
        for (String jar : JARS) {
            for (URL description : descriptions(context, jar)) {
                String version = version(description);
                String found = jar + " " + version;
                if (version != null && !version.equals(running) && !others.contains(found)) {
                    others.add(found);
                }
            }
        }
        return others;
    }

    // by what Maven writes into each jar, and not by manifests: of an application in one jar there is only its own
    private static List<URL> descriptions(CamelContext context, String jar) {
        return Collections.list(
                context.getClassResolver()
                        .loadAllResourcesAsURL("META-INF/maven/org.apache.camel/" + jar + "/pom.properties"));
    }

    private static String version(URL description) {
        Properties properties = new Properties();
        try (InputStream in = description.openStream()) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("Cannot read {}", description, e);
        }
        return properties.getProperty("version");
    }
}
