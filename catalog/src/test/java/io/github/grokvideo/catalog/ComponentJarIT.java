package io.github.grokvideo.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import io.github.grokvideo.GrokVideoComponent;
import org.apache.camel.catalog.maven.ComponentArtifactHelper;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The component's jar has all that runtimes and tools look for in it. */
class ComponentJarIT {

    private static final Logger LOG = LoggerFactory.getLogger(ComponentJarIT.class);
    private static final URL LOCATION = GrokVideoComponent.class.getProtectionDomain().getCodeSource().getLocation();

    private JarFile jar;
    private URLClassLoader nothingElse;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile(Path.of(URI.create(LOCATION.toString())).toFile());
        nothingElse = new URLClassLoader(new URL[] { LOCATION }, ClassLoader.getPlatformClassLoader());
    }

    @AfterEach
    void close() throws IOException {
        nothingElse.close();
        jar.close();
    }

    private String text(String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream stream = jar.getInputStream(entry)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void hasTheMetadataInBothPlaces() throws IOException {
        assertThat(text("META-INF/io/github/grokvideo/grokvideo.json")).isEqualTo(GrokVideoCatalog.componentJson());
        assertThat(text("io/github/grokvideo/grokvideo.json")).isEqualTo(GrokVideoCatalog.componentJson());
    }

    @Test
    void isReadByTheToolsOfCamel() {
        Properties properties = ComponentArtifactHelper.loadComponentProperties(nothingElse, LOG);
        assertThat(properties).containsEntry("components", "grokvideo").containsEntry("groupId", "io.github.grokvideo")
                .containsEntry("artifactId", "camel-grokvideo");
        assertThat(properties.getProperty("version")).matches("[0-9.]+(-SNAPSHOT)?");
        assertThat(ComponentArtifactHelper.extractComponentJavaType(nothingElse, "grokvideo", LOG))
                .isEqualTo(GrokVideoComponent.class.getName());
        assertThat(ComponentArtifactHelper.loadComponentJSonSchema(nothingElse, "grokvideo", LOG))
                .isEqualTo(GrokVideoCatalog.componentJson());
    }

    @Test
    void hasTheServiceFilesOfCamel() throws IOException {
        String camel = "META-INF/services/org/apache/camel/";
        for (String service : List.of("component/grokvideo", "configurer/grokvideo-component",
                "configurer/grokvideo-endpoint", "urifactory/grokvideo-endpoint")) {
            String implementation = text(camel + service).replaceAll("(?s).*class=([\\w.$]+).*", "$1");
            assertThat(jar.getEntry(implementation.replace('.', '/') + ".class")).as(service).isNotNull();
        }
        assertThat(text(camel + "TypeConverterLoader")).contains("GrokVideoBulkConverterLoader");
    }

    // without it Quarkus does not find the component
    @Test
    void hasAnIndexOfItsClasses() throws IOException {
        try (InputStream stream = jar.getInputStream(jar.getEntry("META-INF/jandex.idx"))) {
            Index index = new IndexReader(stream).read();
            assertThat(index.getAnnotations(DotName.createSimple("org.apache.camel.spi.annotations.Component")))
                    .extracting(found -> found.target().toString()).contains(GrokVideoComponent.class.getName());
            assertThat(index.getClassByName(GrokVideoComponent.class.getName() + "Configurer")).isNotNull();
        }
    }

    @Test
    void hasTheKamelets() throws IOException {
        assertThat(Kamelet.all()).isNotEmpty();
        for (Kamelet kamelet : Kamelet.all()) {
            assertThat(text("kamelets/" + kamelet.file())).contains("mvn:io.github.grokvideo:camel-grokvideo:")
                    .doesNotContain("@project");
        }
    }
}
