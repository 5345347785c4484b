package io.github.grokvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README is true: its routes run, its URIs are valid, its links lead somewhere.
 */
class ReadmeTest {

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway = new GrokVideoEmulatorExtension();

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path README = ROOT.resolve("README.md");

    private static JsonNode metadata;
    private static String text;

    @TempDir
    Path folder;

    @BeforeAll
    static void read() throws IOException {
        metadata = new ObjectMapper().readTree(
                ReadmeTest.class.getResourceAsStream("/META-INF/io/github/grokvideo/grokvideo.json"));
        text = Files.readString(README);
    }

    private static List<String> blocks(String language) {
        Matcher block = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(text);
        List<String> found = new ArrayList<>();
        while (block.find()) {
            found.add(block.group(1));
        }
        return found;
    }

    // routes

    @Test
    void theYamlRouteMakesAVideo() throws Exception {
        String yaml = blocks("yaml").get(0).replace("directory: videos", "directory: \"" + folder + "\"");
        try (CamelContext context = context()) {
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("readme.camel.yaml", yaml));
            context.start();
            Object body = context.createProducerTemplate().requestBody("direct:film", "a fox in the snow");
            assertThat(Path.of(body.toString())).isRegularFile();
        }
    }

    @Test
    void everyYamlRouteLoads() throws Exception {
        for (String yaml : blocks("yaml")) {
            try (CamelContext context = context()) {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("readme.camel.yaml", yaml));
                context.setAutoStartup(false);
                context.start();
                assertThat(context.getRoutes()).isNotEmpty();
            }
        }
    }

    @Test
    void theJavaRouteIsTheOneThatIsCompiledHere() throws Exception {
        String compiled = Files.readString(Path.of("src/test/java/io/github/grokvideo/ReadmeRoute.java"));
        for (String java : blocks("java")) {
            assertThat(withoutBlanks(compiled)).contains(withoutBlanks(java));
        }
        try (CamelContext context = context()) {
            context.addRoutes(new ReadmeRoute());
            context.start();
            Object body = context.createProducerTemplate().requestBody("direct:film", "a fox in the snow");
            Path made = Path.of(body.toString());
            assertThat(made).isRegularFile();
            Files.delete(made);
        }
    }

    private static String withoutBlanks(String code) {
        return code.replaceAll("\\s+", "");
    }

    private static CamelContext context() throws Exception {
        CamelContext context = new DefaultCamelContext();
        EmulatorTestSupport.connect(context);
        return context;
    }

    @Test
    void theWaysToRunItAreNamed() throws Exception {
        assertThat(blocks("properties")).containsExactly("grokvideo.emulator = true\n");
        assertThat(text).contains("camel.component.grokvideo.api-key");
        assertThat(metadata.path("componentProperties").has("apiKey")).isTrue();
    }

    @Test
    void everyUriIsValid() throws Exception {
        CamelCatalog catalog = new DefaultCamelCatalog();
        catalog.addComponent("grokvideo", GrokVideoComponent.class.getName(), metadata.toString());
        Matcher uri = Pattern.compile("grokvideo:[a-z]+\\?[^\\s\"`]+").matcher(text);
        List<String> uris = new ArrayList<>();
        while (uri.find()) {
            uris.add(uri.group());
        }
        assertThat(uris).isNotEmpty().allSatisfy(one -> {
            EndpointValidationResult result = catalog.validateEndpointProperties(one);
            assertThat(result.isSuccess()).as(result.summaryErrorMessage(true)).isTrue();
        });
    }

    // the rest

    @Test
    void thePricesAreThoseOfTheProfiles() throws IOException {
        Matcher prices = Pattern.compile("(?m)^- xai, `grok-imagine-video`: (USD [^(]+\\(\\d{4}-\\d\\d-\\d\\d)")
                .matcher(Files.readString(Path.of("src/main/docs/parameters.md")));
        assertThat(prices.find()).isTrue();
        assertThat(text).contains(prices.group(1));
    }

    @Test
    void linksLeadSomewhere() {
        Matcher link = Pattern.compile("\\]\\((?!https?:)([^)#]+)").matcher(text);
        while (link.find()) {
            assertThat(ROOT.resolve(link.group(1))).exists();
        }
    }

    @Test
    void theCommandsComeFirst() {
        assertThat(blocks("sh")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(blocks("sh").get(0)).contains("quickstart");
        assertThat(blocks("sh").get(1)).isEqualTo("mvn -B verify\n");
    }
}
