package io.github.grokvideo;

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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/** A prompt arrives as it was written, wherever it was written. */
@Tag("slow")
class PromptTextTest extends WireMockTestSupport {

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

    /** What only header and body take to the letter, since Camel reads it in a URI. */
    static Stream<String> textsOfMessages() {
        return Stream.concat(texts(), Stream.of(
                " leading", "trailing ", "\ttab\tin\tit", "one\ntwo\n\nthree", "one\r\ntwo", "  block\n    of\n  text\n",
                "RAW(inside)", "a) & RAW(b",
                "}}"));
    }

    private String arrives(Exchange exchange) throws Exception {
        assertThat(exchange.getException()).isNull();
        List<LoggedRequest> all = api.findAll(postRequestedFor(urlPathEqualTo("/v1/videos")));
        assertThat(all).hasSize(1);
        return new ObjectMapper().readTree(all.get(0).getBody()).path("prompt").asText();
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
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("test.camel.yaml", """
                - from:
                    uri: direct:yaml
                    steps:
                      - to:
                          uri: grokvideo:generate
                          parameters:
                            prompt: %s
                """.formatted(new ObjectMapper().writeValueAsString("RAW(" + text + ")"))));
        assertThat(arrives(send("direct:yaml", null))).isEqualTo(text);
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
