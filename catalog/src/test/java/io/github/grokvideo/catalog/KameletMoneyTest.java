package io.github.grokvideo.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.grokvideo.GrokVideoConstants;
import io.github.grokvideo.emulator.GatewayEmulator;
import io.github.grokvideo.emulator.GrokVideoEmulatorExtension;
import io.github.grokvideo.model.BudgetExceededException;
import io.github.grokvideo.model.BudgetState;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** The properties of Kamelets that bound or save money, as camel-main runs them, against the emulator. */
class KameletMoneyTest {

    private static final String TEXT = "grokvideo-text-to-video-action";
    private static final String IMAGE = "grokvideo-image-to-video-action";
    private static final String SUBMIT = "grokvideo-submit-action";

    @RegisterExtension
    static final GrokVideoEmulatorExtension gateway
            = new GrokVideoEmulatorExtension(GatewayEmulator.builder().rendering(false));

    private final Main camel = new Main();

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** Kamelets with the body that they take. */
    static Stream<Arguments> kamelets() throws IOException {
        byte[] image = Files.readAllBytes(Path.of("../src/camel-grokvideo/src/test/resources/dot.png"));
        return Stream.of(Arguments.of(TEXT, "a lighthouse"), Arguments.of(IMAGE, image));
    }

    private void start(String kamelet, String properties) throws Exception {
        camel.addInitialProperty("camel.component.grokvideo.api-key", gateway.apiKey());
        camel.addInitialProperty("camel.component.grokvideo.base-url", gateway.baseUrl());
        camel.addInitialProperty("camel.component.grokvideo.allow-loopback", "true");
        camel.addInitialProperty("camel.component.grokvideo.budgets", "ads: 0.50; others: 100");
        camel.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                String waits = kamelet.equals(SUBMIT) ? "" : "&pollInterval=20ms";
                from("direct:films").to("kamelet:" + kamelet + "?duration=6&prompt=Slowly" + waits + properties);
            }
        });
        camel.start();
    }

    private Exchange film(Object body) throws Exception {
        return camel.getCamelTemplate().send("direct:films", exchange -> exchange.getMessage().setBody(body));
    }

    @SuppressWarnings("unchecked")
    private List<BudgetState> budgets() throws Exception {
        return camel.getCamelTemplate().requestBody("grokvideo:budget", null, List.class);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void countsForTheBudgetThatItNames(String kamelet, Object body) throws Exception {
        start(kamelet, "&budget=ads");

        assertThat(film(body).getException()).isNull();

        assertThat(budgets()).extracting(BudgetState::budget).containsExactly("ads", "others");
        assertThat(budgets().get(0).spent()).isEqualByComparingTo("0.30");
        assertThat(budgets().get(1).spent()).isZero();
        assertThat(film(body).getException()).isInstanceOf(BudgetExceededException.class)
                .hasMessageContaining("The budget 'ads' is used up");
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void countsForAllBudgetsIfItNamesNone(String kamelet, Object body) throws Exception {
        start(kamelet, "");

        assertThat(film(body).getException()).isNull();

        assertThat(budgets()).extracting(state -> state.spent().toPlainString()).allMatch(spent -> spent.startsWith("0.3"));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void deliversTheSameVideoAgainIfItIsToReuse(String kamelet, Object body) throws Exception {
        start(kamelet, "&budget=others&reuse=true");

        Exchange first = film(body);
        Exchange second = film(body);

        assertThat(first.getException()).isNull();
        assertThat(first.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(false);
        assertThat(second.getException()).isNull();
        assertThat(second.getMessage().getHeader(GrokVideoConstants.REUSED)).isEqualTo(true);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void generatesAnewByDefault(String kamelet, Object body) throws Exception {
        start(kamelet, "&budget=others");

        film(body);

        assertThat(film(body).getMessage().getHeaders()).doesNotContainKey(GrokVideoConstants.REUSED);
        assertThat(gateway.ledger().billedJobs()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void tellsAtStartUpWhichBudgetsThereAre(String kamelet) {
        assertThat(catchThrowable(() -> start(kamelet, "&budget=tv"))).rootCause()
                .hasMessage("Option budget: unknown budget 'tv', expected one of [ads, others]");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void tellsAtStartUpWhatReuseCanBe(String kamelet) {
        // in Camel's words
        assertThat(catchThrowable(() -> start(kamelet, "&reuse=perhaps"))).hasStackTraceContaining("reuse=perhaps").rootCause()
                .hasMessageContaining("perhaps").hasMessageContaining("not true or false");
    }

    @Test
    void submissionsCountForTheBudgetThatTheirKameletNames() throws Exception {
        start(SUBMIT, "&budget=ads");

        assertThat(film("a lighthouse").getException()).isNull();

        assertThat(budgets().get(0).used()).isEqualByComparingTo("0.30");
        assertThat(budgets().get(1).used()).isZero();
    }
}
