package io.github.grokvideo.catalog;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GrokVideoCatalogTest {

    private final CamelCatalog catalog = GrokVideoCatalog.addTo(new DefaultCamelCatalog(true));

    @Test
    void theCatalogKnowsTheComponent() {
        assertThat(catalog.findComponentNames()).contains("grokvideo", "http");
        assertThat(catalog.componentModel("grokvideo").getArtifactId()).isEqualTo("camel-grokvideo");
        assertThat(catalog.findComponentLabels()).contains("ai");
    }

    @Test
    void theCatalogFindsMistakes() {
        assertThat(catalog.validateEndpointProperties("grokvideo:generate?duration=6&pollInterval=5s&parameters.seed=42"))
                .satisfies(result -> assertThat(result.isSuccess()).as(result.summaryErrorMessage(true)).isTrue());
        EndpointValidationResult mistakes
                = catalog.validateEndpointProperties("grokvideo:guess?durration=6&n=two&output=film&pollInterval=often");
        assertThat(mistakes.getUnknown()).containsExactly("durration");
        assertThat(mistakes.getInvalidInteger()).containsKey("n");
        assertThat(mistakes.getInvalidEnum()).containsKeys("operation", "output");
        assertThat(mistakes.getInvalidDuration()).containsKey("pollInterval");
    }

    @Test
    void theCatalogKnowsTheProperties() {
        assertThat(catalog.validateConfigurationProperty("camel.component.grokvideo.apiKey=x").isSuccess()).isTrue();
        assertThat(catalog.validateConfigurationProperty("camel.component.grokvideo.apikeyy=x").isSuccess()).isFalse();
    }
}
