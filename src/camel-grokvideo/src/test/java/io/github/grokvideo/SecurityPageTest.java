package io.github.grokvideo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.hc.core5.util.VersionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** SECURITY.md and openvex.json say what is so: versions that are on the class path, tests that exist. */
class SecurityPageTest {

    private static final Path ROOT = Path.of("../..");

    private static String read(String name) throws IOException {
        return Files.readString(ROOT.resolve(name));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static Map<String, String> versions() {
        ClassLoader loader = SecurityPageTest.class.getClassLoader();
        return Map.of(
                "httpclient5", VersionInfo.loadVersionInfo("org.apache.hc.client5", loader).getRelease(),
                "httpcore5", VersionInfo.loadVersionInfo("org.apache.hc.core5", loader).getRelease(),
                "httpcore5-h2", VersionInfo.loadVersionInfo("org.apache.hc.core5", loader).getRelease(),
                "jackson-databind", com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION.toString());
    }

    @Test
    void thePageNamesTheVersionsThatAreUsed() throws IOException {
        assertThat(read("SECURITY.md")).contains(
                "<httpclient5.version>" + versions().get("httpclient5") + "<",
                "<httpcore5.version>" + versions().get("httpcore5") + "<",
                "<jackson-bom.version>" + versions().get("jackson-databind") + "<");
    }

    @Test
    void whatIsFixedIsOnTheClassPath() throws IOException {
        for (JsonNode statement : new ObjectMapper().readTree(read("openvex.json")).path("statements")) {
            for (JsonNode part : statement.path("products").get(0).path("subcomponents")) {
                String[] named = part.path("@id").asText().replaceFirst(".*/", "").split("@");
                if (statement.path("status").asText().equals("fixed")) {
                    assertThat(named[1]).as(part.path("@id").asText()).isEqualTo(versions().get(named[0]));
                } else {
                    assertThat(named[1]).as("of another version").isNotEqualTo(versions().get(named[0]));
                    assertThat(statement.path("impact_statement").asText() + statement.path("action_statement").asText())
                            .isNotBlank();
                }
            }
        }
    }

    @Test
    void bothNameTheSameAdvisories() throws IOException {
        Set<String> page = new HashSet<>(found("CVE-\\d+-\\d+", read("SECURITY.md")));
        // as a range on the page
        for (int number = 54512; number <= 54518; number++) {
            page.add("CVE-2026-" + number);
        }
        assertThat(found("CVE-\\d+-\\d+", read("openvex.json"))).isEqualTo(page);
    }

    @Test
    void theTestsExist() throws IOException {
        List<String> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            sources = files.map(file -> file.getFileName().toString()).toList();
        }
        assertThat(found("`[A-Za-z]+Test`", read("SECURITY.md"))).isNotEmpty()
                .allSatisfy(name -> assertThat(sources).contains(name.replace("`", "") + ".java"));
    }
}
