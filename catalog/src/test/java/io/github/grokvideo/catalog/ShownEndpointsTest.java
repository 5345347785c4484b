package io.github.grokvideo.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.ConfigurationPropertiesValidationResult;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every endpoint and property of the component that users are shown is one that Camel's catalog finds right. */
class ShownEndpointsTest {

    private static final CamelCatalog CATALOG = GrokVideoCatalog.addTo(new DefaultCamelCatalog(true));
    private static final Pattern PROPERTY
            = Pattern.compile("(?m)^\\s*(camel\\.component\\.grokvideo\\.[\\w.-]+(?:\\[[^]]*])?)\\s*=\\s*(.*)$");

    private static List<EndpointUse> shown(String files) {
        return Repository.shown().stream().filter(text -> text.name().matches(files))
                .flatMap(text -> EndpointUse.in(text).stream()).toList();
    }

    private static String mistakes(EndpointUse use) {
        EndpointValidationResult result
                = CATALOG.validateEndpointProperties(use.uri(), false, use.consumer(), !use.consumer());
        return result.isSuccess() ? "" : use.where() + ": " + result.summaryErrorMessage(true);
    }

    @Test
    void endpointsAreRight() {
        assertThat(shown(".*")).extracting(ShownEndpointsTest::mistakes).containsOnly("");
    }

    @Test
    void nothingIsOverlooked() {
        assertThat(shown("README\\.md")).hasSizeGreaterThan(2);
        assertThat(shown(".*\\.adoc")).hasSizeGreaterThan(10);
        assertThat(shown("examples/.*\\.yaml")).hasSizeGreaterThan(2);
        assertThat(shown(".*kamelets/.*")).hasSizeGreaterThanOrEqualTo(Kamelet.all().size());
        assertThat(shown(".*")).filteredOn(EndpointUse::consumer).extracting(EndpointUse::uri)
                .anyMatch(uri -> uri.startsWith("grokvideo:results"));
    }

    private static List<String> found(String name, String content) {
        List<String> found = new ArrayList<>();
        for (EndpointUse use : EndpointUse.in(new Repository.Text(name, content))) {
            found.add((use.consumer() ? "from " : "") + use.uri() + (mistakes(use).isEmpty() ? "" : " wrong"));
        }
        return found;
    }

    @Test
    void mistakesAreFoundInEveryLanguage() {
        assertThat(
                found("a.java", "from(\"grokvideo:results?output=job\").to(\"grokvideo:generate?n=2\"\n + \"&outputt=url\");"))
                .containsExactly("from grokvideo:results?output=job", "grokvideo:generate?n=2&outputt=url wrong");
        assertThat(found("a.xml", "<from uri=\"grokvideo:results\"/><to uri=\"grokvideo:generate?n=x&amp;output=url\"/>"))
                .containsExactly("from grokvideo:results", "grokvideo:generate?n=x&output=url wrong");
        assertThat(found("a.yaml", """
                - from:
                    uri: grokvideo:results
                    parameters: {jobTimeout: 1h}
                    steps:
                      - to: grokvideo:estimate
                      - to:
                          uri: grokvideo
                          parameters: {operation: generate, prompt: a cat & a dog, duration: "{{seconds}}", foo: 1}
                """)).containsExactly("from grokvideo:results?jobTimeout=1h", "grokvideo:estimate",
                "grokvideo:generate?prompt=RAW(a cat & a dog)&duration={{seconds}}&foo=1 wrong");
        assertThat(found("a.adoc", """
                Use `grokvideo:awate`, or grokvideo:await?output=file.
                [source,yaml]
                ----
                - to: {uri: grokvideo:status, parameters: {pollIntervall: 5s}}
                ----
                """)).containsExactly("grokvideo:status?pollIntervall=5s wrong", "grokvideo:awate wrong",
                "grokvideo:await?output=file");
    }

    @Test
    void propertiesAreRight() {
        List<String> mistakes = new ArrayList<>();
        int found = 0;
        for (Repository.Text text : Repository.shown()) {
            Matcher property = PROPERTY.matcher(text.content());
            while (property.find()) {
                found++;
                ConfigurationPropertiesValidationResult result
                        = CATALOG.validateConfigurationProperty(property.group(1) + "=" + property.group(2));
                if (!result.isSuccess()) {
                    mistakes.add(text.name() + ": " + result.summaryErrorMessage(true));
                }
            }
        }
        assertThat(mistakes).isEmpty();
        assertThat(found).isGreaterThan(2);
    }
}
