package io.github.grokvideo.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.TimeUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Kamelets keep the schema of their kind, the rules of Camel's Kamelet catalog, what these are not strict enough
 * for, and agree with the component.
 */
class KameletTest {

    private static final CustomResourceSchema SCHEMA = new CustomResourceSchema("kamelets");
    private static final ComponentModel COMPONENT = JsonMapper.generateComponentModel(GrokVideoCatalog.componentJson());
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(?!grokvideo-text:)([^}:]+)(:?)[^}]*}}");
    /** Options of the kamelet component itself: it takes them, and the template never sees them. */
    private static final Set<String> RESERVED = Set.of(
            "block", "bridgeErrorHandler", "exceptionHandler", "exchangePattern", "failIfNoConsumers", "id",
            "lazyStartProducer",
            "location", "name", "noErrorHandler", "routeId", "templateId", "timeout", "uuid");

    private static final Set<String> FREE_TEXTS = Set.of("prompt", "directory", "idempotencyKey", "model");
    // every list of them: an option of the component has no enum whose constants have commas
    private static final List<String> PROVIDERS = List.of("lumenfall", "xai", "lumenfall,xai", "xai,lumenfall");

    static List<Kamelet> kamelets() {
        return Kamelet.all();
    }

    @Test
    void thereIsOneForEachThingToDo() {
        assertThat(kamelets()).extracting(Kamelet::name).contains(
                "grokvideo-text-to-video-action", "grokvideo-image-to-video-action", "grokvideo-edit-video-action",
                "grokvideo-submit-action", "grokvideo-status-action", "grokvideo-sink", "grokvideo-source");
    }

    // the schema

    @ParameterizedTest
    @MethodSource("kamelets")
    void keepsTheSchema(Kamelet kamelet) {
        assertThat(SCHEMA.problems(kamelet.yaml())).isEmpty();
    }

    @Test
    void theSchemaFindsWhatAClusterWouldDrop() {
        ObjectNode broken = kamelets().get(0).yaml().deepCopy();
        ((ObjectNode) broken.at("/spec/definition/properties/apiKey")).put("secret", true);
        ((ObjectNode) broken.path("spec")).put("datatypes", "x");
        assertThat(SCHEMA.problems(broken)).hasSize(2);
    }

    // the rules of the catalog's validator

    @ParameterizedTest
    @MethodSource("kamelets")
    void isNamedAsItsFileAndKind(Kamelet kamelet) {
        assertThat(kamelet.yaml().at("/metadata/name").asText()).isEqualTo(kamelet.name());
        assertThat(kamelet.type()).isIn("source", "sink", "action");
        assertThat(kamelet.name()).startsWith("grokvideo-").endsWith("-" + kamelet.type());
        assertThat(kamelet.definition().path("title").asText())
                .endsWith(" " + kamelet.type().substring(0, 1).toUpperCase() + kamelet.type().substring(1));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void saysWhereItComesFrom(Kamelet kamelet) {
        assertThat(kamelet.annotation("provider").asText()).isEqualTo("camel-grokvideo");
        assertThat(kamelet.annotation("kamelet.namespace").asText()).isEqualTo("AI");
        assertThat(kamelet.annotation("kamelet.group").asText()).isEqualTo("Grok Video");
        assertThat(kamelet.annotation("kamelet.support.level").asText()).isIn("Preview", "Stable");
        assertThat(kamelet.annotation("catalog.version").asText()).isEqualTo(COMPONENT.getVersion());
        assertThat(kamelet.yaml().at("/spec/dependencies")).extracting(JsonNode::asText)
                .contains("mvn:io.github.grokvideo:camel-grokvideo:" + COMPONENT.getVersion(), "camel:kamelet")
                .allMatch(dependency -> dependency.matches("camel:[a-z-]+|mvn:[^:]+:[^:]+:[^:]+"));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void hasTheIconOfTheProject(Kamelet kamelet) throws IOException {
        String icon = kamelet.annotation("kamelet.icon").asText();
        assertThat(icon).startsWith("data:image/svg+xml;base64,");
        assertThat(Base64.getDecoder().decode(icon.substring(icon.indexOf(',') + 1)))
                .isEqualTo(Files.readAllBytes(Path.of("../src/camel-grokvideo/src/main/docs/images/grokvideo.svg")));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void describesItsProperties(Kamelet kamelet) {
        assertThat(kamelet.definition().path("type").asText()).isEqualTo("object");
        assertThat(kamelet.definition().path("description").asText()).endsWith(".");
        kamelet.properties().properties().forEach(property -> {
            String name = property.getKey();
            JsonNode says = property.getValue();
            assertThat(name).matches("[a-z][A-Za-z]*").isNotIn(RESERVED);
            assertThat(says.path("type").asText()).as(name).isNotEmpty();
            assertThat(says.path("description").asText()).as(name).endsWith(".");
            assertThat(says.path("title").asText()).as(name).matches("[A-Z].*").doesNotMatch("(The|A|An) .*");
            assertThat(says.path("format").asText().equals("password")).as("%s is a credential", name)
                    .isEqualTo(says.path("x-descriptors").toString().contains("urn:camel:group:credentials"));
        });
        List<String> required = new ArrayList<>();
        kamelet.definition().path("required").forEach(name -> required.add(name.asText()));
        assertThat(required).doesNotHaveDuplicates().allMatch(kamelet.properties()::has);
    }

    @Test
    void titlesAndDescriptionsAreUnique() {
        assertThat(kamelets()).extracting(kamelet -> kamelet.definition().path("title").asText()).doesNotHaveDuplicates();
        assertThat(kamelets()).extracting(kamelet -> kamelet.definition().path("description").asText())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void usesAllItsPropertiesAndNoOthers(Kamelet kamelet) {
        Set<String> used = new TreeSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(kamelet.template().toString());
        while (placeholder.find()) {
            used.add(placeholder.group(1));
        }
        List<String> declared = new ArrayList<>();
        kamelet.properties().fieldNames().forEachRemaining(declared::add);
        assertThat(used).containsExactlyInAnyOrderElementsOf(declared);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void isTiedToTheRoute(Kamelet kamelet) {
        String template = kamelet.template().toString();
        if (kamelet.type().equals("source")) {
            assertThat(template).contains("kamelet:sink").doesNotContain("kamelet:source");
        } else {
            assertThat(kamelet.template().at("/from/uri").asText()).isEqualTo("kamelet:source");
            assertThat(template).doesNotContain("kamelet:sink");
        }
    }

    // what else goes wrong in practice

    @ParameterizedTest
    @MethodSource("kamelets")
    void aPropertyThatIsNotGivenIsBlank(Kamelet kamelet) {
        // with {{?x}} Camel 4.18.0 hands on the other values of a Pipe encoded
        assertThat(kamelet.template().toString()).doesNotContain("{{?");
        Matcher placeholder = PLACEHOLDER.matcher(kamelet.template().toString());
        while (placeholder.find()) {
            boolean optional = !placeholder.group(2).isEmpty();
            assertThat(optional).as(placeholder.group())
                    .isNotEqualTo(kamelet.properties().path(placeholder.group(1)).has("default"));
        }
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void secretsAndFreeTextsAreTakenToTheLetter(Kamelet kamelet) {
        kamelet.properties().properties().forEach(property -> {
            String name = property.getKey();
            if (FREE_TEXTS.contains(name)) {
                assertThat(kamelet.template().toString()).contains("\"RAW({{grokvideo-text:{{" + name + ":}}}})\"");
            } else if (property.getValue().path("format").asText().equals("password")) {
                assertThat(kamelet.template().toString()).contains("\"RAW({{" + name + ":}})\"");
            }
        });
    }

    // the component

    @ParameterizedTest
    @MethodSource("kamelets")
    void agreesWithTheOptionsOfTheComponent(Kamelet kamelet) {
        kamelet.properties().properties().forEach(property -> {
            String name = property.getKey();
            JsonNode says = property.getValue();
            BaseOptionModel option = COMPONENT.getEndpointOptions().stream().filter(one -> one.getName().equals(name))
                    .findFirst().orElseThrow(() -> new AssertionError(name + " is no option of the component"));
            assertThat(says.path("type").asText()).as(name).isEqualTo(switch (option.getType()) {
                case "number", "integer", "boolean" -> option.getType();
                default -> "string";
            });
            assertThat(says.path("format").asText().equals("password")).as("%s is a secret", name).isEqualTo(option.isSecret());
            List<String> values = new ArrayList<>();
            says.path("enum").forEach(value -> values.add(value.asText()));
            assertThat(values).as(name).isEqualTo(name.equals("provider")
                    ? PROVIDERS : option.getEnums() == null ? List.of() : option.getEnums());
            if (says.has("default") && option.getDefaultValue() != null) {
                assertThat(comparable(option, says.path("default").asText())).as(name)
                        .isEqualTo(comparable(option, option.getDefaultValue().toString()));
            }
        });
    }

    private static Object comparable(BaseOptionModel option, String value) {
        return option.getType().equals("duration") ? TimeUtils.toMilliSeconds(value) : value;
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void agreesWithTheHeadersOfTheComponent(Kamelet kamelet) {
        List<String> known = COMPONENT.getEndpointHeaders().stream().map(BaseOptionModel::getName).toList();
        List<String> told = new ArrayList<>();
        kamelet.yaml().at("/spec/dataTypes").forEach(slot -> slot.path("headers").fieldNames().forEachRemaining(told::add));
        assertThat(told).isNotEmpty().isSubsetOf(known);
        kamelet.yaml().at("/spec/dataTypes").forEach(
                slot -> assertThat(slot.path("types").has(slot.path("default").asText())).as(slot.toString()).isTrue());
    }
}
