package io.github.grokvideo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** A prompt arrives as it was written, wherever it was written. */
@Tag("slow")
class PromptTextTest extends WireMockTestSupport {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG = "A very long sentence, with a + and 100 %. ".repeat(250).trim();

    /** What an option in RAW takes to the letter. */
    static Stream<String> texts() {
        return Stream.of(
                "rock+roll", "rock + roll", "100%25", "100 % sure", "%E7%8C%AB", "a&b=c", "a cat & a dog", "#1? yes = no",
                "a+b%20c",
                "{braces} and (parentheses)", "it's \"quoted\"", "back\\slash", "a | b ^ c; d, e", "$5 $ {x}",
                "${body} ${header.x}", "猫とさくら", "🦊 in 🌧️", "ثعلب في المطر", "a\u0301 e\u0308 n\u0303", "a  b",
                "&amp; &lt;tag&gt; <b>", LONG);
    }

    /** Camel makes %25 a percent sign in the URI of a template, also in RAW. */
    static Stream<String> textsOfUris() {
        return texts().filter(text -> !text.contains("%25"));
    }

    /** In XML, Camel takes away the blanks after an ampersand, also in RAW. */
    static Stream<String> textsOfXml() {
        return textsOfUris().filter(text -> !text.contains("& "));
    }

    /** What does not look as if a Pipe had encoded it. */
    static Stream<String> textsOfKamelets() {
        return texts().filter(text -> !List.of("rock+roll", "100%25", "%E7%8C%AB", "a+b%20c").contains(text));
    }

    /** Pipes encode all but percent signs, so that not every text can be told from its code. */
    static Stream<String> textsOfPipes() {
        return texts().filter(text -> !List.of("100%25", "a  b").contains(text));
    }

    /** What only header and body take to the letter, since Camel reads it in a URI. */
    static Stream<String> textsOfMessages() {
        return Stream.concat(texts(), Stream.of(
                " leading", "trailing ", "\ttab\tin\tit", "one\ntwo\n\nthree", "one\r\ntwo", "  block\n    of\n  text\n",
                "RAW(inside)", "a) & RAW(b",
                "}}"));
    }

    private String arrives(Exchange exchange) throws Exception {
        List<String> all = prompts(exchange);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<String> prompts(Exchange exchange) throws Exception {
        assertThat(exchange.getException()).isNull();
        List<String> prompts = new ArrayList<>();
        for (LoggedRequest each : api.findAll(postRequestedFor(urlPathEqualTo("/v1/videos")))) {
            prompts.add(JSON.readTree(each.getBody()).path("prompt").asText());
        }
        return prompts;
    }

    private void load(String file, String routes) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file, routes));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;").replace("\t", "&#9;")
                .replace("\r", "&#13;").replace("\n", "&#10;");
    }

    @ParameterizedTest
    @MethodSource("textsOfUris")
    void inAnOptionInRaw(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        assertThat(arrives(send("grokvideo:generate?prompt=RAW(" + text + ")", null))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void inAParameterOfYaml(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        load("test.camel.yaml", """
                - from:
                    uri: direct:yaml
                    steps:
                      - to:
                          uri: grokvideo:generate
                          parameters:
                            prompt: %s
                """.formatted(JSON.writeValueAsString("RAW(" + text + ")")));
        assertThat(arrives(send("direct:yaml", null))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("textsOfXml")
    void inAUriOfXml(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        load("test.camel.xml", """
                <camel>
                  <route>
                    <from uri="direct:xml"/>
                    <to uri="grokvideo:generate?prompt=%s"/>
                  </route>
                </camel>
                """.formatted(xml("RAW(" + text + ")")));
        assertThat(arrives(send("direct:xml", null))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("textsOfMessages")
    void inAHeaderOfXml(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        load("test.camel.xml", """
                <camel>
                  <route>
                    <from uri="direct:xml"/>
                    <setHeader name="CamelGrokVideoPrompt"><constant trim="false">%s</constant></setHeader>
                    <to uri="grokvideo:generate"/>
                  </route>
                </camel>
                """.formatted(xml(text)));
        assertThat(arrives(send("direct:xml", null))).isEqualTo(text);
    }

    private void loadPipe(String properties) throws Exception {
        load("test.pipe.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata:
                  name: prompts
                spec:
                  source:
                    uri: direct:pipe
                  steps:
                    - ref:
                        kind: Kamelet
                        apiVersion: camel.apache.org/v1
                        name: grokvideo-text-to-video-action
                      properties:
                        pollInterval: 20ms
                        %s
                  sink:
                    uri: mock:pipe
                """.formatted(properties));
    }

    @ParameterizedTest
    @MethodSource("textsOfPipes")
    void inAPropertyOfAPipe(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        loadPipe("prompt: " + JSON.writeValueAsString(text));
        assertThat(arrives(send("direct:pipe", null))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("textsOfMessages")
    void inTheBodyOrTheHeaderOfAPipe(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        loadPipe("prompt: another one");
        assertThat(arrives(template.send("direct:pipe",
                exchange -> exchange.getMessage().setHeader(GrokVideoConstants.PROMPT, text)))).isEqualTo(text);
        api.resetRequests();
        loadPipe("duration: 6");
        assertThat(arrives(send("direct:pipe", text))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("textsOfKamelets")
    void inEachOfTwoKameletsOfARoute(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        load("test.camel.yaml", """
                - from:
                    uri: direct:two
                    steps:
                      - to:
                          uri: kamelet:grokvideo-text-to-video-action
                          parameters:
                            prompt: %s
                            pollInterval: 20ms
                      - to:
                          uri: kamelet:grokvideo-edit-video-action
                          parameters:
                            prompt: %s
                            pollInterval: 20ms
                """.formatted(JSON.writeValueAsString("RAW(" + text + ")"),
                JSON.writeValueAsString("RAW(then: " + text + ")")));
        assertThat(prompts(send("direct:two", null))).containsExactly(text, "then: " + text);
    }

    @ParameterizedTest
    @MethodSource("textsOfMessages")
    void inTheHeader(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        assertThat(arrives(template.send("grokvideo:generate",
                exchange -> exchange.getMessage().setHeader(GrokVideoConstants.PROMPT, text)))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("textsOfMessages")
    void inTheBody(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        assertThat(arrives(send("grokvideo:generate", text))).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("textsOfMessages")
    void inTheBodyOrTheHeaderOfAKamelet(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        assertThat(arrives(template.send("kamelet:grokvideo-text-to-video-action?prompt=another one&pollInterval=20ms",
                exchange -> exchange.getMessage().setHeader(GrokVideoConstants.PROMPT, text)))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = { "rock + roll", "a cat & a dog: 100 % sure", "C++ films", "猫とさくら", "#1? yes = no" })
    void inAPropertyOfAKamelet(String text) throws Exception {
        job("video_1", json(200, completed("video_1")));
        context.getPropertiesComponent()
                .addInitialProperty("camel.kamelet.grokvideo-text-to-video-action.prompt", text);
        assertThat(arrives(send("kamelet:grokvideo-text-to-video-action?pollInterval=20ms", null))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({ "rock+roll,rock roll", "100%25,100%", "%E7%8C%AB,猫", "a+b%20c,a b c" })
    void whatAKameletTakesForTheCodeOfAPipe(String text, String arrived) throws Exception {
        job("video_1", json(200, completed("video_1")));
        context.getPropertiesComponent()
                .addInitialProperty("camel.kamelet.grokvideo-text-to-video-action.prompt", text);
        assertThat(arrives(send("kamelet:grokvideo-text-to-video-action?pollInterval=20ms", null))).isEqualTo(arrived);
    }

    @ParameterizedTest
    @CsvSource({ "100%25,100%", "a  b,a++b" })
    void whatAPipeOfThisCamelChanges(String text, String arrived) throws Exception {
        job("video_1", json(200, completed("video_1")));
        loadPipe("prompt: " + JSON.writeValueAsString(text));
        assertThat(arrives(send("direct:pipe", null))).isEqualTo(arrived);
    }

    @Test
    void whatCamelItselfChangesInAUriOfXml() throws Exception {
        job("video_1", json(200, completed("video_1")));
        load("test.camel.xml", """
                <camel>
                  <route>
                    <from uri="direct:xml"/>
                    <to uri="grokvideo:generate?prompt=RAW(a cat &amp; a dog)"/>
                  </route>
                </camel>
                """);
        assertThat(arrives(send("direct:xml", null))).isEqualTo("a cat &a dog");
    }

    @Test
    void whatCamelItselfChangesInAUri() throws Exception {
        job("video_1", json(200, completed("video_1")));
        assertThat(arrives(send("grokvideo:generate?prompt=rock+roll 100%25", null)))
                .as("without RAW it is decoded").isEqualTo("rock roll 100%");
        api.resetRequests();
        assertThat(arrives(send("grokvideo:generate?prompt=RAW(100%25)", null)))
                .as("an escaped percent sign is one, also in RAW").isEqualTo("100%");
        api.resetRequests();
        assertThat(arrives(send("grokvideo:generate?prompt=RAW(one\n  two)", null)))
                .as("lines are joined, also in RAW").isEqualTo("onetwo");
    }
}
