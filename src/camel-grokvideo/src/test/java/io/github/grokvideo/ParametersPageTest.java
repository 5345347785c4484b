package io.github.grokvideo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.grokvideo.normalize.Mode;
import io.github.grokvideo.normalize.ModelProfile;
import io.github.grokvideo.normalize.ParameterRule;
import io.github.grokvideo.normalize.PriceList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on parameters is that of the profiles: this test writes it anew, and continuous integration fails if that
 * changes the file.
 */
class ParametersPageTest {

    private static final Path PAGE = Path.of("src/main/docs/parameters.md");

    @Test
    void thePageIsThatOfTheProfiles() throws IOException {
        String fresh = page();
        if (!Files.exists(PAGE) || !Files.readString(PAGE).equals(fresh)) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, fresh);
        }
        for (ModelProfile profile : ModelProfile.all()) {
            assertThat(fresh).contains("`" + profile.model() + "`");
        }
    }

    @Test
    void everyParameterIsAnOptionWithAHeader() throws IOException {
        JsonNode metadata
                = new ObjectMapper().readTree(getClass().getResourceAsStream("/META-INF/io/github/grokvideo/grokvideo.json"));
        for (String parameter : parameters()) {
            assertThat(metadata.path("properties").has(parameter)).as("option " + parameter).isTrue();
            assertThat(metadata.path("headers").has(header(parameter))).as(header(parameter)).isTrue();
        }
    }

    private static Set<String> parameters() {
        return ModelProfile.all().stream().flatMap(profile -> profile.parameters().stream()).map(ParameterRule::parameter)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String header(String parameter) {
        return "CamelGrokVideo" + parameter.substring(0, 1).toUpperCase(Locale.ROOT) + parameter.substring(1);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # What becomes of each parameter

                <!-- written by the build from the profiles of the models: change those -->

                One option and one header for each parameter, whatever the provider. What happens to it on the way:

                - **passthrough**: sent as it is, under the same name;
                - **renamed**: the same value under the provider's name;
                - **converted**: mapped to the nearest that the model supports, and told in the header `CamelGrokVideoWarnings`;
                - **emulated**: works although the provider has no such thing;
                - **unsupported**: not sent, and told.

                Anything else goes in `parameters.*` and is sent untouched.

                """);
        for (String parameter : parameters()) {
            page.append("## `").append(parameter).append("`\n\nHeader `").append(header(parameter)).append("`\n\n")
                    .append("| provider, model | wire name | behaviour | modes | accepted |\n|---|---|---|---|---|\n");
            for (ModelProfile profile : ModelProfile.all()) {
                Optional<ParameterRule> rule = profile.parameter(parameter);
                page.append("| ").append(profile.provider()).append(", `").append(profile.model()).append("` | ")
                        .append(rule.map(ParametersPageTest::row).orElse("| unknown | | |")).append('\n');
            }
            page.append('\n');
        }
        page.append(
                "## Prices\n\nFor estimates and `maxCost` before anything is billed; what was billed is what the provider says.\n\n");
        for (ModelProfile profile : ModelProfile.all()) {
            page.append("- ").append(profile.provider()).append(", `").append(profile.model()).append("`: ")
                    .append(prices(profile.prices())).append('\n');
        }
        return page.toString();
    }

    private static String row(ParameterRule rule) {
        Set<String> names = Arrays.stream(Mode.values()).filter(rule::takenIn).map(rule::wireName).filter(name -> name != null)
                .map(name -> "`" + name + "`").collect(Collectors.toCollection(LinkedHashSet::new));
        Set<Mode> modes = rule.modes();
        String where = modes.containsAll(EnumSet.allOf(Mode.class))
                ? "all"
                : modes.stream().map(mode -> mode.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "));
        return String.join(", ", names) + " | " + rule.behavior().name().toLowerCase(Locale.ROOT) + " | " + where + " | "
               + (rule.accepted() == null ? "" : rule.accepted().replace("|", "\\|")) + " |";
    }

    private static String prices(PriceList prices) {
        if (prices.perSecond().isEmpty()) {
            return "asked from the gateway by a dry run";
        }
        List<String> parts = prices.perSecond().entrySet().stream()
                .map((Map.Entry<String, BigDecimal> price) -> price.getValue().toPlainString() + " a second at "
                                                              + price.getKey())
                .toList();
        String images
                = prices.perInputImage().signum() == 0 ? "" : ", " + prices.perInputImage().toPlainString() + " an input image";
        return prices.currency() + " " + String.join(", ", parts) + images + " (" + prices.date() + ", " + prices.source()
               + ")";
    }
}
